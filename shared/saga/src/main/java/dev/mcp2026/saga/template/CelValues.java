package dev.mcp2026.saga.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON as CEL's values, and back.
final class CelValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CelValues() {}

    static Object of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.properties().forEach(field -> map.put(field.getKey(), of(field.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                node.forEach(item -> list.add(of(item)));
                yield list;
            }
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            // One conditional expression would make all of them double.
            case NUMBER -> {
                if (node.isIntegralNumber() && node.canConvertToLong()) {
                    yield node.longValue();
                }
                yield node.doubleValue();
            }
            case NULL, MISSING -> NullValue.NULL_VALUE;
            case BINARY, POJO -> node.asText();
        };
    }

    /// @throws IllegalArgumentException for what JSON has no value for
    static JsonNode json(Object value) {
        return switch (value) {
            case String text -> JSON.textNode(text);
            case Boolean truth -> JSON.booleanNode(truth);
            case Long number -> JSON.numberNode(number);
            case Integer number -> JSON.numberNode(number);
            case UnsignedLong number -> JSON.numberNode(number.bigIntegerValue());
            case Double number when Double.isFinite(number) -> JSON.numberNode(number);
            case NullValue _ -> JSON.nullNode();
            case List<?> list -> {
                ArrayNode array = JSON.arrayNode();
                list.forEach(item -> array.add(json(item)));
                yield array;
            }
            case Map<?, ?> map -> {
                ObjectNode object = JSON.objectNode();
                map.forEach((key, item) -> object.set(String.valueOf(key), json(item)));
                yield object;
            }
            default ->
                throw new IllegalArgumentException(
                        "JSON has no value for a " + value.getClass().getSimpleName());
        };
    }
}
