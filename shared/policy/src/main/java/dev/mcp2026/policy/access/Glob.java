package dev.mcp2026.policy.access;

import dev.mcp2026.kernel.error.Faults;
import java.util.Optional;

/// A text, or with a `*` at its end all texts that begin so. No more than that, so that what two of them have in common
/// can be told exactly.
///
/// @param text without the star
/// @param open whether anything may follow
public record Glob(String text, boolean open) {
    public static final Glob ANY = new Glob("", true);
    private static final int MAX_CHARS = 512;

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT
    public static Glob of(String pattern) {
        int star = pattern.indexOf('*');
        if (pattern.isEmpty() || pattern.length() > MAX_CHARS || (star >= 0 && star != pattern.length() - 1)) {
            throw Faults.invalid(
                    "pattern",
                    "'" + pattern + "' is no pattern",
                    "write a text of up to " + MAX_CHARS + " characters, with a * at its end alone");
        }
        return star < 0 ? new Glob(pattern, false) : new Glob(pattern.substring(0, star), true);
    }

    public boolean matches(String other) {
        return open ? other.startsWith(text) : other.equals(text);
    }

    /// Whether it matches all that the other matches.
    public boolean covers(Glob other) {
        return open ? other.text.startsWith(text) : !other.open && other.text.equals(text);
    }

    /// What both match: one of two that overlap covers the other.
    public Optional<Glob> and(Glob other) {
        if (covers(other)) {
            return Optional.of(other);
        }
        return other.covers(this) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public String toString() {
        return open ? text + "*" : text;
    }
}
