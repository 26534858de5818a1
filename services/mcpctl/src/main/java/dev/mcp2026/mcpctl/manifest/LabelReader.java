package dev.mcp2026.mcpctl.manifest;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.yaml.YamlValue;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Labels and the short names of places and endpoints, in Kubernetes' grammar.
final class LabelReader {
    private static final Limit LABELS = new Limit("labels of one object", 64, "labels");
    private static final Pattern KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
    private static final Pattern PLACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private LabelReader() {}

    static Map<String, String> read(YamlValue map) {
        Map<String, String> labels = new TreeMap<>();
        map.entries().forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                throw value.refused(
                        "'" + key + "' is not a label key", "use [prefix/]name, name of at most 63 characters");
            }
            if (!VALUE.matcher(value.text()).matches()) {
                throw value.refused("not a label value", "use at most 63 letters, digits, '-', '_' or '.'");
            }
            labels.put(key, value.text());
        });
        LABELS.check(map.place(), labels.size());
        return labels;
    }

    /// A region, zone, endpoint or protocol name.
    static String place(String text) {
        if (!PLACE.matcher(text).matches()) {
            throw Faults.invalid("name", "not a valid name", "use 1 to 63 lower-case letters, digits or '-'");
        }
        return text;
    }
}
