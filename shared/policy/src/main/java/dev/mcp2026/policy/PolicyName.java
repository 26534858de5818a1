package dev.mcp2026.policy;

import dev.mcp2026.kernel.error.Faults;
import java.util.regex.Pattern;

/// A policy's name within its tenant.
public record PolicyName(String value) implements Comparable<PolicyName> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public PolicyName {
        if (!FORM.matcher(value).matches()) {
            throw Faults.invalid(
                    "name",
                    "'" + value + "' is no name of a policy",
                    "use up to 63 small letters, digits and '-', as in restart-nginx");
        }
    }

    @Override
    public int compareTo(PolicyName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
