package dev.mcp2026.registry.health;

import java.util.function.Supplier;

/// What the rules say of a record, before flap damping.
///
/// @param reason put into words only when it is announced; most judgements change nothing
record Judgement(HealthState state, Cause cause, Rule rule, Supplier<String> reason) {
    static Judgement up(Rule rule, Supplier<String> reason) {
        return new Judgement(HealthState.UP, Cause.NONE, rule, reason);
    }

    static Judgement suspect(Cause cause, Rule rule, Supplier<String> reason) {
        return new Judgement(HealthState.SUSPECT, cause, rule, reason);
    }

    static Judgement down(Cause cause, Rule rule, Supplier<String> reason) {
        return new Judgement(HealthState.DOWN, cause, rule, reason);
    }
}
