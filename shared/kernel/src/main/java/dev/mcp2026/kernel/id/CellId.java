package dev.mcp2026.kernel.id;

/// One set of MCP services in one cluster. No cell is special.
public record CellId(String value) implements Comparable<CellId> {
    public CellId {
        Names.label("cell", value);
    }

    @Override
    public int compareTo(CellId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
