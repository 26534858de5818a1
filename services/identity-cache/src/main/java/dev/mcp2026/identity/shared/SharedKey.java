package dev.mcp2026.identity.shared;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import java.util.Locale;
import java.util.regex.Pattern;

/// Names one shared entry.
///
/// @param name 1 to 255 letters, digits, `.`, `_` and `-`: a trust domain's name fits. No separator of a cache's own
/// keys is among them, so no name reaches into another tenant's keys.
public record SharedKey(TenantId tenant, Kind kind, String name) {
    /// What the entry holds.
    public enum Kind {
        BUNDLE,
        INTERMEDIATE
    }

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,255}");

    public SharedKey {
        if (!NAME.matcher(name).matches()) {
            throw Faults.invalid(
                    "name",
                    "'" + (name.length() <= 80 ? name : name.substring(0, 80) + "…") + "' can't name a shared entry",
                    "use 1 to 255 letters, digits, '.', '_' and '-'");
        }
    }

    /// `prefix`, tenant, kind and name with `separator` between them.
    String joined(String prefix, char separator) {
        return prefix + separator + tenant + separator + kind.name().toLowerCase(Locale.ROOT) + separator + name;
    }

    @Override
    public String toString() {
        return joined("shared", '/');
    }
}
