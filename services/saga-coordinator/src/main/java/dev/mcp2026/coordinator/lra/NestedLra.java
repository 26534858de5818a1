package dev.mcp2026.coordinator.lra;

import java.util.Optional;

/// A long running action within another, as that one knows it.
///
/// @param ended how, once that is known
/// @param released whether it was told that the outer one is over
public record NestedLra(LraId id, Optional<LraStatus> ended, boolean released) {
    static NestedLra begun(LraId id) {
        return new NestedLra(id, Optional.empty(), false);
    }
}
