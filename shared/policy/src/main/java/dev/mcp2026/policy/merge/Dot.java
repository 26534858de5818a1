package dev.mcp2026.policy.merge;

import dev.mcp2026.kernel.id.CellId;
import java.util.Comparator;

/// One edit: the cell where it was made, and its number there, from 1.
public record Dot(CellId cell, long number) implements Comparable<Dot> {
    private static final Comparator<Dot> ORDER =
            Comparator.comparing((Dot dot) -> dot.cell().value()).thenComparingLong(Dot::number);

    @Override
    public int compareTo(Dot other) {
        return ORDER.compare(this, other);
    }
}
