package dev.mcp2026.mcpctl.context;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.yaml.YamlDocuments;
import dev.mcp2026.yaml.YamlFields;
import dev.mcp2026.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The context file, read strictly:
///
/// ```yaml
/// current: cell1
/// contexts:
///   - name: cell1
///     address: 127.0.0.1:9081
///     identity: 127.0.0.1:9084  # of the identity cache; only its commands need it
///     saga: 127.0.0.1:9083      # of the saga coordinator; only its commands need it
///     ca: ca.pem
///     cert: cert.pem
///     key: key.pem
/// ```
///
/// @param current the context used where a command names none
public record ContextFile(Path path, String current, Map<String, Context> contexts) {
    private static final String ADVICE = "./mcp up writes one for local cells; MCPCTL_CONFIG or --config names another";
    private static final TenantId DEFAULT_TENANT = new TenantId("default");

    public static ContextFile load(Path path) {
        String text;
        try {
            text = Files.readString(path);
        } catch (IOException e) {
            String why = Files.exists(path) ? "can't be read" : "does not exist";
            throw Faults.of(FaultKind.NOT_FOUND, "the context file " + path + " " + why, ADVICE);
        }
        List<YamlValue> documents = YamlDocuments.parse(path.toString(), text);
        if (documents.size() != 1) {
            throw Faults.invalid(path.toString(), "expected one YAML document, found " + documents.size(), ADVICE);
        }
        YamlFields top = documents.getFirst().fields("current", "contexts");
        Map<String, Context> contexts = new LinkedHashMap<>();
        for (YamlValue item : top.required("contexts").items()) {
            Context context = context(item, path.toAbsolutePath().resolveSibling("."));
            if (contexts.put(context.name(), context) != null) {
                throw item.refused("context '" + context.name() + "' is given twice", "rename one");
            }
        }
        YamlValue current = top.required("current");
        if (!contexts.containsKey(current.text())) {
            throw current.refused("no context is called '" + current.text() + "'", known(contexts));
        }
        return new ContextFile(path, current.text(), contexts);
    }

    /// The context called `name`, or the current one.
    public Context choose(@Nullable String name) {
        String wanted = name == null ? current : name;
        Context context = contexts.get(wanted);
        if (context == null) {
            throw Faults.of(FaultKind.NOT_FOUND, "no context '" + wanted + "' in " + path, known(contexts));
        }
        return context;
    }

    private static Context context(YamlValue item, Path directory) {
        YamlFields fields = item.fields("name", "address", "identity", "saga", "ca", "cert", "key", "tenant");
        return new Context(
                fields.required("name").text(),
                Address.read(fields.required("address"), "127.0.0.1:9081"),
                fields.optional("identity").map(value -> Address.read(value, "127.0.0.1:9084")),
                fields.optional("saga").map(value -> Address.read(value, "127.0.0.1:9083")),
                file(fields.required("ca"), directory),
                file(fields.required("cert"), directory),
                file(fields.required("key"), directory),
                fields.or("tenant", DEFAULT_TENANT, value -> value.as(TenantId::new)));
    }

    private static Path file(YamlValue value, Path directory) {
        return directory.resolve(value.text()).normalize();
    }

    private static String known(Map<String, Context> contexts) {
        return "known: " + contexts.keySet().stream().collect(Collectors.joining(", "));
    }
}
