package dev.mcp2026.saga.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.StepName;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A saga that has passed all checks. Its steps form a directed graph without cycles.
///
/// @param deadline from its start; a saga before its pivot is compensated then
/// @param input an object; what a start gives takes precedence, field by field
public record SagaDefinition(
        String name, TenantId tenant, Duration deadline, JsonNode input, Map<StepName, StepDefinition> steps) {
    public SagaDefinition {
        steps = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }

    public StepDefinition step(StepName name) {
        StepDefinition step = steps.get(name);
        if (step == null) {
            throw new IllegalArgumentException("no step " + name);
        }
        return step;
    }

    public Optional<StepDefinition> pivot() {
        return steps.values().stream().filter(StepDefinition::pivot).findFirst();
    }

    /// All that come before a step, directly or not.
    public Set<StepName> ancestors(StepName name) {
        Set<StepName> found = new HashSet<>();
        collect(name, found);
        return found;
    }

    private void collect(StepName name, Set<StepName> found) {
        for (StepName before : step(name).after()) {
            if (found.add(before)) {
                collect(before, found);
            }
        }
    }
}
