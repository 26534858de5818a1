package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Table;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.identity.v1.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Registration entries, as rows and as data.
final class EntryText {
    private EntryText() {}

    static Table table(List<Entry> entries, boolean wide, Instant now) {
        List<String> headings = new ArrayList<>(List.of("TENANT", "NAME", "SPIFFE ID", "SELECTORS", "TTL", "CHANGED"));
        if (wide) {
            headings.addAll(List.of("JWT TTL", "DNS", "HINT", "FEDERATES WITH"));
        }
        Table table = new Table(headings);
        for (Entry entry : entries) {
            List<Cell> row = new ArrayList<>(List.of(
                    Cell.of(entry.getTenant()),
                    Cell.of(entry.getName()),
                    Cell.of(entry.getSpiffeId()),
                    Cell.of(String.join(" ", entry.getSelectorsList())),
                    Cell.of(entry.hasX509Ttl() ? Protobuf.text(entry.getX509Ttl()) : "default"),
                    changed(entry, now)));
            if (wide) {
                row.add(Cell.of(entry.hasJwtTtl() ? Protobuf.text(entry.getJwtTtl()) : "default"));
                row.add(Cell.of(String.join(" ", entry.getDnsNamesList())));
                row.add(Cell.of(entry.getHint()));
                row.add(Cell.of(String.join(" ", entry.getFederatesWithList())));
            }
            table.row(row);
        }
        return table;
    }

    private static Cell changed(Entry entry, Instant now) {
        if (entry.getFixed()) {
            return new Cell("fixed", Tone.FAINT);
        }
        return Cell.of(entry.hasChanged() ? Times.ago(Times.instant(entry.getChanged()), now) : "-");
    }

    static Map<String, Object> tree(Entry entry) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("tenant", entry.getTenant());
        tree.put("name", entry.getName());
        tree.put("spiffeId", entry.getSpiffeId());
        tree.put("selectors", List.copyOf(entry.getSelectorsList()));
        Protobuf.put(tree, "ttl", entry.hasX509Ttl(), entry.getX509Ttl());
        Protobuf.put(tree, "jwtTtl", entry.hasJwtTtl(), entry.getJwtTtl());
        tree.put("dnsNames", List.copyOf(entry.getDnsNamesList()));
        tree.put("hint", entry.getHint());
        tree.put("federatesWith", List.copyOf(entry.getFederatesWithList()));
        tree.put("fixed", entry.getFixed());
        Protobuf.put(tree, "changed", entry.hasChanged(), entry.getChanged());
        return tree;
    }
}
