package dev.mcp2026.yaml;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Splits a YAML stream into its documents without building objects: only the node tree, which keeps positions.
public final class YamlDocuments {
    public static final Limit SIZE = new Limit("yaml file size", 1 << 20, "bytes");
    public static final Limit DOCUMENTS = new Limit("yaml documents in one file", 1_000, "documents");
    private static final int NESTING_MAX_LEVELS = 20;
    private static final int COLLECTION_ALIASES_MAX = 20;

    private YamlDocuments() {}

    /// The documents that are not empty, in order.
    ///
    /// @param file what to call the source in errors
    public static List<YamlValue> parse(String file, String text) {
        SIZE.check(file, text.getBytes(StandardCharsets.UTF_8).length);
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(NESTING_MAX_LEVELS);
        options.setMaxAliasesForCollections(COLLECTION_ALIASES_MAX);
        options.setCodePointLimit((int) SIZE.max());
        List<YamlValue> documents = new ArrayList<>();
        int index = 0;
        try {
            for (Node node : new Yaml(new SafeConstructor(options)).composeAll(new StringReader(text))) {
                index++;
                DOCUMENTS.check(file, index);
                if (!isEmpty(node)) {
                    documents.add(new YamlValue(node, new YamlPosition(file, index, ""), ""));
                }
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            String at = new YamlPosition(file, index + 1, "").at(line);
            throw Faults.invalid(
                    at, "not valid YAML (" + e.getProblem() + ")", "check the indentation and quoting there");
        } catch (YAMLException e) {
            throw Faults.invalid(
                    file,
                    "refused YAML (" + e.getMessage() + ")",
                    "is it a text file? if so, make it simpler or split it");
        }
        return documents;
    }

    private static boolean isEmpty(Node node) {
        return node.getNodeId() == NodeId.scalar
                && (Tag.NULL.equals(node.getTag())
                        || ((ScalarNode) node).getValue().isEmpty());
    }
}
