package dev.mcp2026.registry.health;

/// How unsteady an instance has been. See [FlapRules].
///
/// @param value at `atNanos`; decays from there
/// @param suppressed true from passing `suppress` until falling under `reuse`
record FlapPenalty(double value, long atNanos, boolean suppressed) {
    static final FlapPenalty NONE = new FlapPenalty(0, 0, false);

    double at(long nowNanos, FlapRules rules) {
        return value
                * Math.pow(2, -(double) (nowNanos - atNanos) / rules.halfLife().toNanos());
    }

    FlapPenalty fell(long nowNanos, FlapRules rules) {
        double next = Math.min(at(nowNanos, rules) + rules.perFall(), rules.ceiling());
        boolean held = suppressedAt(nowNanos, rules) || next > rules.suppress();
        return new FlapPenalty(next, nowNanos, held);
    }

    boolean suppressedAt(long nowNanos, FlapRules rules) {
        return suppressed && nowNanos < releasedAt(rules);
    }

    /// When the penalty falls under `reuse`; at most `maxHold` after the last fall, since the
    /// ceiling caps it.
    long releasedAt(FlapRules rules) {
        double halvings = Math.log(value / rules.reuse()) / Math.log(2);
        return atNanos
                + Math.max(0, (long) Math.ceil(halvings * rules.halfLife().toNanos()));
    }
}
