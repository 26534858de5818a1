package dev.mcp2026.registry.health;

/// How unsteady an instance has been. See [FlapRules].
///
/// @param value at `atNanos`; decays from there
/// @param suppressed true from passing `suppress` until falling under `reuse`
/// @param doubted it was found ill since it was last well, and that was counted
record FlapPenalty(double value, long atNanos, boolean suppressed, boolean doubted) {
    static final FlapPenalty NONE = new FlapPenalty(0, 0, false, false);

    /// What follows from a judgement, before damping hides it.
    FlapPenalty after(HealthState before, Judgement judged, long nowNanos, FlapRules rules) {
        return switch (judged.state()) {
            case UNKNOWN -> this;
            case UP -> doubted ? new FlapPenalty(value, atNanos, suppressed, false) : this;
            // Our own weakness is no unsteadiness of the instance.
            case SUSPECT -> judged.cause() == Cause.OBSERVER ? this : suspected(before, nowNanos, rules);
            case DOWN ->
                before == HealthState.DOWN || before == HealthState.UNKNOWN
                        ? this
                        : suspected(before, nowNanos, rules).added(rules.perFall(), nowNanos, rules);
        };
    }

    private FlapPenalty suspected(HealthState before, long nowNanos, FlapRules rules) {
        if (doubted) {
            return this;
        }
        boolean wasWell = before != HealthState.UNKNOWN && before != HealthState.DOWN;
        return wasWell
                ? added(rules.perSuspicion(), nowNanos, rules)
                : new FlapPenalty(value, atNanos, suppressed, true);
    }

    private FlapPenalty added(double penalty, long nowNanos, FlapRules rules) {
        double next = Math.min(at(nowNanos, rules) + penalty, rules.ceiling());
        boolean held = suppressedAt(nowNanos, rules) || next > rules.suppress();
        return new FlapPenalty(next, nowNanos, held, true);
    }

    double at(long nowNanos, FlapRules rules) {
        return value
                * Math.pow(2, -(double) (nowNanos - atNanos) / rules.halfLife().toNanos());
    }

    boolean suppressedAt(long nowNanos, FlapRules rules) {
        return suppressed && nowNanos < releasedAt(rules);
    }

    /// When the penalty falls under `reuse`; at most `maxHold` after the last fall or suspicion, since the
    /// ceiling caps it.
    long releasedAt(FlapRules rules) {
        double halvings = Math.log(value / rules.reuse()) / Math.log(2);
        return atNanos
                + Math.max(0, (long) Math.ceil(halvings * rules.halfLife().toNanos()));
    }
}
