package dev.mcp2026.identity.entry;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import java.util.regex.Pattern;

/// Names one entry.
///
/// @param name unique within the tenant: up to 128 of letters, digits, `.`, `_` and `-`
public record EntryName(TenantId tenant, String name) implements Comparable<EntryName> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,126}[A-Za-z0-9])?");

    public EntryName {
        if (!NAME.matcher(name).matches()) {
            throw Faults.invalid(
                    "name",
                    "'" + (name.length() <= 80 ? name : name.substring(0, 80) + "…") + "' is not a name of an entry",
                    "use 1 to 128 letters, digits, '.', '_' and '-', beginning and ending with a letter or digit");
        }
    }

    /// @param text as [#toString] writes it
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT
    public static EntryName parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw Faults.invalid("name", "it is not tenant/name", "correct it");
        }
        return new EntryName(new TenantId(parts[0]), parts[1]);
    }

    @Override
    public int compareTo(EntryName other) {
        int byTenant = tenant.compareTo(other.tenant);
        return byTenant != 0 ? byTenant : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return tenant + "/" + name;
    }
}
