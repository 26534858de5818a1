package dev.mcp2026.benchmarks.report;

import org.jspecify.annotations.Nullable;

/// One figure.
///
/// @param ours null: it never happened (a fault that was not detected)
/// @param peer null: there is none to compare with
/// @param ratio ours / peer; null without a peer, or if it is 0
/// @param target empty: reported without one
/// @param met null: there is no target
public record Row(
        String metric,
        String unit,
        @Nullable Double ours,
        @Nullable Double peer,
        String peerName,
        @Nullable Double ratio,
        String target,
        @Nullable Boolean met) {

    public static Row of(String metric, String unit, @Nullable Double ours) {
        return new Row(metric, unit, ours, null, "", null, "", null);
    }

    public Row against(String name, @Nullable Double value) {
        Double quotient = ours == null || value == null || value == 0 ? null : ours / value;
        return new Row(metric, unit, ours, value, name, quotient, target, met);
    }

    /// At most `limit`, in the row's unit.
    public Row atMost(double limit, String text) {
        return new Row(metric, unit, ours, peer, peerName, ratio, text, ours != null && ours <= limit);
    }

    /// At most this share of the peer.
    public Row ratioAtMost(double share, String text) {
        return new Row(metric, unit, ours, peer, peerName, ratio, text, ratio != null && ratio <= share);
    }

    /// At least this share of the peer.
    public Row ratioAtLeast(double share, String text) {
        return new Row(metric, unit, ours, peer, peerName, ratio, text, ratio != null && ratio >= share);
    }
}
