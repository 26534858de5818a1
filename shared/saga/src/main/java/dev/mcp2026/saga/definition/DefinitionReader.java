package dev.mcp2026.saga.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.yaml.YamlDocuments;
import dev.mcp2026.yaml.YamlFields;
import dev.mcp2026.yaml.YamlValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Reads a saga's definition, in YAML or JSON, and checks all of it.
public final class DefinitionReader {
    public static final String KIND = "Saga";
    public static final Limit SIZE = new Limit("a saga's definition", 256 << 10, "bytes");
    public static final Limit STEPS = new Limit("a saga's steps", 100, "steps");
    private static final String API_VERSION = "mcp2026/v1";
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(365);

    private DefinitionReader() {}

    /// @param file what to call the source in errors
    /// @param fallback the tenant of one that names none
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT naming line and field, LIMIT_EXCEEDED
    public static SagaDefinition read(String file, String text, TenantId fallback) {
        SIZE.check(file, text.getBytes(StandardCharsets.UTF_8).length);
        List<YamlValue> documents = YamlDocuments.parse(file, text);
        if (documents.size() != 1) {
            throw Faults.invalid(
                    file, "holds " + documents.size() + " objects, not one", "one 'kind: " + KIND + "' a file");
        }
        return read(documents.getFirst(), fallback);
    }

    /// @param document one object of `kind: Saga`
    public static SagaDefinition read(YamlValue document, TenantId fallback) {
        YamlFields top = document.fields("apiVersion", "kind", "metadata", "spec");
        requireText(top.required("apiVersion", "apiVersion: " + API_VERSION), API_VERSION);
        requireText(top.required("kind", "kind: " + KIND), KIND);
        YamlFields metadata = top.required("metadata").fields("name", "tenant");
        String name = metadata.required("name").as(ServiceName::new).value();
        TenantId tenant = metadata.or("tenant", fallback, value -> value.as(TenantId::new));
        YamlFields spec = top.required("spec").fields("deadline", "input", "steps");
        Duration deadline = spec.or("deadline", DEADLINE, value -> value.duration(SHORTEST, LONGEST));
        JsonNode input = spec.or("input", JsonNodeFactory.instance.objectNode(), DefinitionReader::object);
        YamlValue steps = spec.required("steps");
        List<StepReader.Read> read = StepReader.read(name, steps);
        STEPS.check(steps.place(), read.size());
        return new SagaDefinition(name, tenant, deadline, input, DefinitionChecks.checked(read));
    }

    private static JsonNode object(YamlValue value) {
        if (!value.isMap()) {
            throw value.refused("the input is no map", "write it as 'key: value' lines");
        }
        return JsonReader.json(value);
    }

    private static void requireText(YamlValue value, String wanted) {
        if (!value.text().equals(wanted)) {
            throw value.refused("'" + value.text() + "' is not known", "write " + wanted);
        }
    }
}
