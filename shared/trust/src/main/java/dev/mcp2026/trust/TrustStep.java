package dev.mcp2026.trust;

import java.nio.file.Path;

/// One thing that [TrustInit] did or found done, for a progress line.
///
/// @param subject what the file holds (`authority`, a SPIFFE id, `token`)
public record TrustStep(Outcome outcome, String subject, Path file) {
    public enum Outcome {
        /// It was missing or of no use.
        CREATED,
        /// It was near its end, or no longer fitted the authority.
        RENEWED,
        KEPT
    }
}
