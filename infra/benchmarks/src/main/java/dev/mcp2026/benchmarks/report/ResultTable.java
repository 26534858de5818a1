package dev.mcp2026.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The rows for a terminal.
public final class ResultTable {
    private static final List<String> HEAD =
            List.of("METRIC", "UNIT", "OURS", "PEER", "(WHICH)", "RATIO", "TARGET", "MET");

    private ResultTable() {}

    public static String of(List<Row> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEAD);
        rows.forEach(row -> lines.add(List.of(
                row.metric(),
                row.unit(),
                number(row.ours()),
                number(row.peer()),
                row.peerName(),
                row.ratio() == null ? "" : String.format(Locale.ROOT, "%.3f", row.ratio()),
                row.target(),
                row.met() == null ? "" : row.met() ? "yes" : "NO")));
        int[] widths = new int[HEAD.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        lines.forEach(line -> out.append(text(line, widths).stripTrailing()).append('\n'));
        return out.toString();
    }

    private static String text(List<String> line, int[] widths) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            boolean right = i == 2 || i == 3 || i == 5;
            out.append(String.format("%" + (right ? "" : "-") + widths[i] + "s  ", line.get(i)));
        }
        return out.toString();
    }

    private static String number(@Nullable Double value) {
        if (value == null) {
            return "-";
        }
        boolean whole = Math.abs(value) >= 1000 || value == Math.rint(value);
        return String.format(Locale.ROOT, whole ? "%.0f" : "%.2f", value);
    }
}
