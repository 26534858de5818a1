package dev.mcp2026.yaml;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// One value of a document. Its readers either return what was asked for or refuse, naming the place.
public final class YamlValue {
    private static final Limit ITEMS = new Limit("yaml items in one list or map", 10_000, "items");
    private static final int QUOTED_MAX_CHARS = 60;

    private final Node node;
    private final YamlPosition position;
    private final String name;

    YamlValue(Node node, YamlPosition position, String name) {
        this.node = node;
        this.position = position;
        this.name = name;
    }

    /// The fields of a map.
    ///
    /// @param known every field that may appear
    public YamlFields fields(String... known) {
        Map<String, YamlValue> values = entries();
        values.forEach((key, value) -> {
            if (!List.of(known).contains(key)) {
                throw value.refused("unknown field '" + key + "'", "known here: " + String.join(", ", known));
            }
        });
        return new YamlFields(this, values);
    }

    /// A map of free keys to text, such as labels.
    public Map<String, YamlValue> entries() {
        if (!(node instanceof MappingNode map)) {
            throw refused("expected a map, found " + kind(), "write it as 'key: value' lines");
        }
        ITEMS.check(place(), map.getValue().size());
        Map<String, YamlValue> values = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            String key = new YamlValue(tuple.getKeyNode(), position, name).text();
            // Held at the key's line: an empty value has no line of its own worth showing.
            YamlValue value = new YamlValue(tuple.getValueNode(), position.child(key), key);
            if (values.put(key, value) != null) {
                throw value.refused("field '" + key + "' is given twice", "keep one of them");
            }
        }
        return values;
    }

    public List<YamlValue> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw refused("expected a list, found " + kind(), "write it as '- item' lines or [a, b]");
        }
        ITEMS.check(place(), sequence.getValue().size());
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlValue(item, position.item(items.size()), name));
        }
        return items;
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /// A value that is neither a map nor a list, of the type that its spelling has in JSON.
    public YamlScalar scalar() {
        if (Tag.NULL.equals(node.getTag())) {
            return new YamlScalar.Nothing();
        }
        String text = text();
        boolean plain = ((ScalarNode) node).isPlain();
        if (plain && (text.equals("true") || text.equals("false"))) {
            return new YamlScalar.Truth(text.equals("true"));
        }
        if (plain && (Tag.INT.equals(node.getTag()) || Tag.FLOAT.equals(node.getTag()))) {
            try {
                return new YamlScalar.Number(new BigDecimal(text));
            } catch (NumberFormatException ofYamlAlone) {
                return new YamlScalar.Text(text);
            }
        }
        return new YamlScalar.Text(text);
    }

    public String text() {
        if (!(node instanceof ScalarNode scalar) || Tag.NULL.equals(node.getTag())) {
            throw refused("expected text, found " + kind(), "give it a value");
        }
        return scalar.getValue();
    }

    public int integer(int min, int max) {
        String text = text();
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException ignored) {
            // Answered below, together with what is out of range.
        }
        throw refused("'" + shorten(text) + "' is not a number from " + min + " to " + max, "correct it");
    }

    public Duration duration(Duration min, Duration max) {
        String text = text();
        Duration value = DurationText.parse(text)
                .orElseThrow(
                        () -> refused("'" + shorten(text) + "' is not a duration", "write 500ms, 1s, 2m or 1m30s"));
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            String range = DurationText.format(min) + " to " + DurationText.format(max);
            throw refused(text + " is outside " + range, "choose a value between them");
        }
        return value;
    }

    /// Reads the text as a typed value whose constructor validates, such as a `ServiceName`.
    public <T> T as(Function<String, T> type) {
        try {
            return type.apply(text());
        } catch (FaultException e) {
            throw e.fault().field() != null && e.fault().field().equals(place())
                    ? e
                    : refused(e.fault().detail(), e.fault().action());
        }
    }

    public FaultException refused(String detail, String action) {
        return Faults.invalid(place(), detail, action);
    }

    public int line() {
        return node.getStartMark().getLine() + 1;
    }

    public YamlPosition position() {
        return position;
    }

    /// The place as errors show it: file, line, document and field.
    public String place() {
        return position.at(line());
    }

    private String kind() {
        if (Tag.NULL.equals(node.getTag())) {
            return "nothing";
        }
        return switch (node.getNodeId()) {
            case scalar -> "'" + shorten(((ScalarNode) node).getValue()) + "'";
            case sequence -> "a list";
            case mapping -> "a map";
            case anchor -> "an alias";
        };
    }

    private static String shorten(String text) {
        return text.length() <= QUOTED_MAX_CHARS ? text : text.substring(0, QUOTED_MAX_CHARS) + "…";
    }
}
