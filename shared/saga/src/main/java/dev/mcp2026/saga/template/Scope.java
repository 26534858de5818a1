package dev.mcp2026.saga.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcp2026.saga.StepName;
import java.util.HashMap;
import java.util.Map;

/// What expressions can see: `input`, `results.STEP` and `saga` (`id`, `name`, `tenant`).
public final class Scope {
    private final Map<String, Object> variables;

    public Scope(JsonNode input, Map<StepName, JsonNode> results, Map<String, String> saga) {
        Map<String, Object> seen = new HashMap<>();
        results.forEach((name, result) -> seen.put(name.value(), CelValues.of(result)));
        variables = Map.of(Expression.INPUT, CelValues.of(input), Expression.RESULTS, seen, Expression.SAGA, saga);
    }

    Map<String, Object> variables() {
        return variables;
    }
}
