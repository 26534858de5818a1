package dev.mcp2026.saga.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcp2026.saga.template.JsonTemplate;
import dev.mcp2026.saga.template.TextTemplate;
import dev.mcp2026.yaml.YamlScalar;
import dev.mcp2026.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads free values: JSON as it stands, or with templates in its texts.
final class JsonReader {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JsonReader() {}

    static JsonTemplate template(YamlValue value) {
        if (value.isMap()) {
            Map<String, JsonTemplate> fields = new LinkedHashMap<>();
            value.entries().forEach((name, item) -> fields.put(name, template(item)));
            return new JsonTemplate.Fields(fields);
        }
        if (value.isList()) {
            return new JsonTemplate.Items(
                    value.items().stream().map(JsonReader::template).toList());
        }
        return value.scalar() instanceof YamlScalar.Text
                ? new JsonTemplate.Text(value.as(TextTemplate::compile))
                : new JsonTemplate.Constant(scalar(value.scalar()));
    }

    static JsonNode json(YamlValue value) {
        if (value.isMap()) {
            ObjectNode object = JSON.objectNode();
            value.entries().forEach((name, item) -> object.set(name, json(item)));
            return object;
        }
        if (value.isList()) {
            ArrayNode array = JSON.arrayNode();
            value.items().forEach(item -> array.add(json(item)));
            return array;
        }
        return scalar(value.scalar());
    }

    private static JsonNode scalar(YamlScalar scalar) {
        return switch (scalar) {
            case YamlScalar.Text text -> JSON.textNode(text.value());
            case YamlScalar.Number number -> number(number.value());
            case YamlScalar.Truth truth -> JSON.booleanNode(truth.value());
            case YamlScalar.Nothing _ -> JSON.nullNode();
        };
    }

    private static JsonNode number(BigDecimal value) {
        return value.scale() <= 0
                        && value.precision() - value.scale()
                                <= Long.toString(Long.MAX_VALUE).length() - 1
                ? JSON.numberNode(value.longValueExact())
                : JSON.numberNode(value.doubleValue());
    }
}
