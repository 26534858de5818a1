package dev.mcp2026.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The fields of one map, already known to hold nothing unexpected.
public final class YamlFields {
    private final YamlValue owner;
    private final Map<String, YamlValue> values;

    YamlFields(YamlValue owner, Map<String, YamlValue> values) {
        this.owner = owner;
        this.values = values;
    }

    public YamlValue required(String key) {
        return required(key, key);
    }

    /// @param example what to add where it is missing, as in `kind: Service`
    public YamlValue required(String key, String example) {
        YamlValue value = values.get(key);
        if (value == null) {
            throw owner.refused("field '" + key + "' is missing", "add " + example);
        }
        return value;
    }

    public Optional<YamlValue> optional(String key) {
        return Optional.ofNullable(values.get(key));
    }

    public <T> T or(String key, T fallback, Function<YamlValue, T> read) {
        return optional(key).map(read).orElse(fallback);
    }

    public List<YamlValue> items(String key) {
        return or(key, List.of(), YamlValue::items);
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }
}
