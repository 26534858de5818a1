package dev.mcp2026.registry.health;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is remembered of one instance. Immutable; parts that an instance does not use are
/// shared or null, since
/// there may be 100,000 of these.
///
/// @param self name of this observer
/// @param rule that made the verdict
/// @param checks own checks, in the registration's order
/// @param reports other observers, the latest last
/// @param heartbeats null where none are expected
/// @param sentinel what the idle connection last told, null if nothing
/// @param leaseHeld why the lease is held, null if it is not
/// @param history oldest first
record HealthRecord(
        String self,
        Verdict verdict,
        Rule rule,
        List<Track> checks,
        List<Track> reports,
        @Nullable HeartbeatWindow heartbeats,
        @Nullable Evidence sentinel,
        HealthEvent.@Nullable LeaseHeld leaseHeld,
        FlapPenalty flap,
        List<Transition> history) {

    static HealthRecord fresh(String self, Instant since) {
        return new HealthRecord(
                self,
                Verdict.unknown(since),
                Rule.NOTHING_OBSERVED,
                List.of(),
                List.of(),
                null,
                null,
                null,
                FlapPenalty.NONE,
                List.of());
    }

    HealthState state() {
        return verdict.state();
    }

    HealthRecord withChecks(List<Track> tracks) {
        return new HealthRecord(self, verdict, rule, tracks, reports, heartbeats, sentinel, leaseHeld, flap, history);
    }

    HealthRecord withReports(List<Track> tracks) {
        return new HealthRecord(self, verdict, rule, checks, tracks, heartbeats, sentinel, leaseHeld, flap, history);
    }

    HealthRecord withHeartbeats(@Nullable HeartbeatWindow window) {
        return new HealthRecord(self, verdict, rule, checks, reports, window, sentinel, leaseHeld, flap, history);
    }

    HealthRecord withSentinel(@Nullable Evidence closed) {
        return new HealthRecord(self, verdict, rule, checks, reports, heartbeats, closed, leaseHeld, flap, history);
    }

    HealthRecord withLeaseHeld(HealthEvent.@Nullable LeaseHeld held) {
        return new HealthRecord(self, verdict, rule, checks, reports, heartbeats, sentinel, held, flap, history);
    }

    HealthRecord withFlap(FlapPenalty penalty) {
        return new HealthRecord(
                self, verdict, rule, checks, reports, heartbeats, sentinel, leaseHeld, penalty, history);
    }

    HealthRecord judged(Verdict next, Rule by, List<Transition> past) {
        return new HealthRecord(self, next, by, checks, reports, heartbeats, sentinel, leaseHeld, flap, past);
    }
}
