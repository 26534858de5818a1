package dev.mcp2026.identity.authority;

import java.time.Instant;

/// Whether the authority answers.
///
/// @param since when that began
/// @param detail for people: the last failure, or what it is connected to
public record UpstreamStatus(Kind kind, boolean available, Instant since, String detail) {
    public enum Kind {
        BUILT_IN,
        SPIRE
    }
}
