package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Table;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.identity.v1.SvidInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Cached SVIDs, as rows and as data.
final class SvidText {
    /// Enough to tell two apart; `-o wide` has all of it.
    private static final int SERIAL_CHARS = 12;

    static final List<String> HEADINGS =
            List.of("SPIFFE ID", "ENTRY", "SERIAL", "UNTIL", "RENEWS", "SUBSCRIBERS", "CHAIN", "STATE");

    private SvidText() {}

    static Table table(List<SvidInfo> svids, boolean wide, Instant now) {
        List<String> headings = new ArrayList<>(HEADINGS);
        if (wide) {
            headings.add("ISSUERS");
        }
        Table table = new Table(headings);
        for (SvidInfo svid : svids) {
            List<Cell> row = new ArrayList<>(row(svid, wide, now));
            if (wide) {
                row.add(Cell.of(String.join(" < ", svid.getIssuersList())));
            }
            table.row(row);
        }
        return table;
    }

    /// Below [#HEADINGS].
    static List<Cell> row(SvidInfo svid, boolean wide, Instant now) {
        return List.of(
                Cell.of(svid.getSpiffeId()),
                Cell.of(svid.getTenant() + "/" + svid.getEntry()),
                Cell.of(serial(svid.getSerial(), wide)),
                until(svid, now),
                Cell.of(svid.hasRenewAt() ? Times.in(Times.instant(svid.getRenewAt()), now) : "-"),
                Cell.of(Integer.toString(svid.getSubscribers())),
                Cell.of(svid.getChainBytes() + " B"),
                new Cell(svid.getState(), svid.getState().equals("FRESH") ? Tone.GOOD : Tone.WARNING));
    }

    private static Cell until(SvidInfo svid, Instant now) {
        if (!svid.hasNotAfter()) {
            return Cell.of("-");
        }
        Instant end = Times.instant(svid.getNotAfter());
        return end.isAfter(now) ? Cell.of(Times.in(end, now)) : new Cell("ended " + Times.ago(end, now), Tone.BAD);
    }

    private static String serial(String hex, boolean whole) {
        return whole ? hex : Cell.shortened(hex, SERIAL_CHARS);
    }

    static Map<String, Object> tree(SvidInfo svid) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("spiffeId", svid.getSpiffeId());
        tree.put("tenant", svid.getTenant());
        tree.put("entry", svid.getEntry());
        tree.put("serial", svid.getSerial());
        Protobuf.put(tree, "notBefore", svid.hasNotBefore(), svid.getNotBefore());
        Protobuf.put(tree, "notAfter", svid.hasNotAfter(), svid.getNotAfter());
        Protobuf.put(tree, "renewAt", svid.hasRenewAt(), svid.getRenewAt());
        tree.put("subscribers", svid.getSubscribers());
        tree.put("issuers", List.copyOf(svid.getIssuersList()));
        tree.put("chainBytes", svid.getChainBytes());
        tree.put("state", svid.getState());
        return tree;
    }
}
