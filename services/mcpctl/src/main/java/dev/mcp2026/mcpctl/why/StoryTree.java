package dev.mcp2026.mcpctl.why;

import dev.mcp2026.mcpctl.catalogue.HealthText;
import dev.mcp2026.mcpctl.catalogue.InstanceTree;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.proto.registry.v1.ExplainResponse;
import dev.mcp2026.proto.registry.v1.InstanceExplanation;
import dev.mcp2026.proto.registry.v1.Transition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An explanation as data.
final class StoryTree {
    private StoryTree() {}

    static Map<String, Object> of(ExplainResponse answer, List<InstanceExplanation> instances) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("service", answer.getService());
        tree.put("state", HealthText.of(answer.getState()));
        tree.put("summary", answer.getSummary());
        tree.put("instances", instances.stream().map(StoryTree::of).toList());
        return tree;
    }

    private static Map<String, Object> of(InstanceExplanation explanation) {
        Map<String, Object> tree = new LinkedHashMap<>(InstanceTree.of(explanation.getInstance()));
        tree.put("reasoning", List.copyOf(explanation.getReasoningList()));
        tree.put(
                "history",
                explanation.getHistoryList().stream().map(StoryTree::of).toList());
        return tree;
    }

    private static Map<String, Object> of(Transition transition) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("at", Times.instant(transition.getAt()).toString());
        tree.put("from", HealthText.of(transition.getFrom()));
        tree.put("to", HealthText.of(transition.getTo()));
        tree.put("cause", HealthText.of(transition.getCause()));
        tree.put("reason", transition.getReason());
        return tree;
    }
}
