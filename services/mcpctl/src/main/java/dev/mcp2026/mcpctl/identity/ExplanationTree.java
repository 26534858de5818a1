package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.proto.identity.v1.EntryMatch;
import dev.mcp2026.proto.identity.v1.ExplainResponse;
import dev.mcp2026.proto.identity.v1.Upstream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The explanation of an identity as data.
final class ExplanationTree {
    private ExplanationTree() {}

    static Map<String, Object> of(ExplainResponse answer) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("subject", answer.getSubject());
        tree.put("verdict", answer.getVerdict());
        tree.put("selectors", List.copyOf(answer.getSelectorsList()));
        tree.put(
                "matches",
                answer.getMatchesList().stream().map(ExplanationTree::of).toList());
        tree.put("svids", answer.getSvidsList().stream().map(SvidText::tree).toList());
        if (answer.hasUpstream()) {
            tree.put("upstream", of(answer.getUpstream()));
        }
        tree.put("notes", List.copyOf(answer.getNotesList()));
        return tree;
    }

    private static Map<String, Object> of(EntryMatch match) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("matches", match.getMatches());
        tree.put("missing", List.copyOf(match.getMissingList()));
        tree.put("entry", EntryText.tree(match.getEntry()));
        return tree;
    }

    private static Map<String, Object> of(Upstream upstream) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", upstream.getKind());
        tree.put("available", upstream.getAvailable());
        Protobuf.put(tree, "since", upstream.hasSince(), upstream.getSince());
        tree.put("detail", upstream.getDetail());
        return tree;
    }
}
