package dev.mcp2026.identity.entry;

import dev.mcp2026.kernel.error.Faults;
import java.util.regex.Pattern;

/// One fact about a process, as in `unix:uid:1000` (SPIRE's notation: type, then value).
///
/// @param type who says so: `unix`, `cgroup`, `k8s`, `container`
/// @param value what is said, `uid:1000` or `path:/usr/sbin/nginx`; printable, without control characters
public record Selector(String type, String value) implements Comparable<Selector> {
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
    private static final int MAX_VALUE = 1024;

    public Selector {
        if (!TYPE.matcher(type).matches()) {
            throw refused(type + ":" + value);
        }
        if (!canBe(value)) {
            throw refused(type + ":" + value);
        }
    }

    /// Whether it can be a selector's value.
    public static boolean canBe(String value) {
        return !value.isEmpty() && value.length() <= MAX_VALUE && value.chars().noneMatch(Character::isISOControl);
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT unless it is `type:value`
    public static Selector parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw refused(text);
        }
        return new Selector(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public int compareTo(Selector other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return type + ":" + value;
    }

    private static RuntimeException refused(String text) {
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return Faults.invalid(
                "selectors", "'" + shown + "' is not a selector", "write type:value, as in unix:uid:1000");
    }
}
