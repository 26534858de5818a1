package dev.mcp2026.kernel.error;

import org.jspecify.annotations.Nullable;

/// One expected failure, for a person to act on.
///
/// @param kind what class of failure
/// @param field the path of the request's field that is at fault (`checks[0].port`), if one is
/// @param detail what was wrong, with the offending value shortened
/// @param action what to do about it
public record Fault(FaultKind kind, @Nullable String field, String detail, String action) {
    /// The sentence shown where there is room for just one.
    public String message() {
        return (field == null ? "" : field + ": ") + detail + (action.isEmpty() ? "" : "; " + action);
    }
}
