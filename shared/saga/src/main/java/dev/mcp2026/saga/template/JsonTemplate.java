package dev.mcp2026.saga.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// JSON whose texts are templates.
public sealed interface JsonTemplate {
    record Constant(JsonNode value) implements JsonTemplate {}

    record Text(TextTemplate text) implements JsonTemplate {}

    record Items(List<JsonTemplate> items) implements JsonTemplate {
        public Items {
            items = List.copyOf(items);
        }
    }

    record Fields(Map<String, JsonTemplate> fields) implements JsonTemplate {}

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT where an expression has no value
    default JsonNode value(Scope scope) {
        return switch (this) {
            case Constant constant -> constant.value();
            case Text text -> text.text().value(scope);
            case Items list -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                list.items().forEach(item -> array.add(item.value(scope)));
                yield array;
            }
            case Fields map -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                map.fields().forEach((name, item) -> object.set(name, item.value(scope)));
                yield object;
            }
        };
    }

    default Stream<TextTemplate> templates() {
        return switch (this) {
            case Constant _ -> Stream.empty();
            case Text text -> Stream.of(text.text());
            case Items list -> list.items().stream().flatMap(JsonTemplate::templates);
            case Fields map -> map.fields().values().stream().flatMap(JsonTemplate::templates);
        };
    }
}
