package dev.mcp2026.mesh.path;

import dev.mcp2026.kernel.id.CellId;

/// One way to one peer: what is measured.
public record PathKey(CellId peer, Way way) {
    @Override
    public String toString() {
        return peer + " " + way;
    }
}
