package dev.mcp2026.http3;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Decides from looks at a connection, a quarter of the allowed silence apart, whether its path is dead. Silence alone
/// means nothing: a peer with nothing to say is silent. So a probe goes first, which QUIC at the peer acknowledges.
///
/// @param silence allowed with calls under way
/// @param roundTrips that are allowed at least
record StallGuard(Duration silence, int roundTrips) {
    private static final int LOOKS = 4;
    /// Looks that were missed before it was this process that paused, with the peer's packets unread.
    private static final int MISSED = 2;

    enum Verdict {
        ALIVE,
        PROBE,
        STALLED
    }

    /// @param received packets so far
    record Look(long nowNanos, long received, long rttNanos, boolean callsUnderWay) {}

    /// @param probedNanos null if the peer was heard of since
    record State(
            long lookedNanos,
            long received,
            long heardNanos,
            @Nullable Long probedNanos) {}

    record Decision(State state, Verdict verdict) {}

    Duration interval() {
        return silence.dividedBy(LOOKS);
    }

    Decision decide(@Nullable State before, Look look) {
        if (before == null || isAlive(before, look)) {
            return alive(look, look.nowNanos(), null);
        }
        long silent = look.nowNanos() - before.heardNanos();
        Long probed = before.probedNanos();
        if (probed == null) {
            return silent >= interval().toNanos()
                    ? new Decision(
                            new State(look.nowNanos(), look.received(), before.heardNanos(), look.nowNanos()),
                            Verdict.PROBE)
                    : alive(look, before.heardNanos(), null);
        }
        long patience = Math.max(silence.toNanos(), roundTrips * look.rttNanos());
        boolean stalled = silent >= patience && look.nowNanos() - probed >= patience / 2;
        Decision waiting = alive(look, before.heardNanos(), probed);
        return stalled ? new Decision(waiting.state(), Verdict.STALLED) : waiting;
    }

    private boolean isAlive(State before, Look look) {
        boolean paused = look.nowNanos() - before.lookedNanos()
                > (MISSED + 1) * interval().toNanos();
        return !look.callsUnderWay() || look.received() != before.received() || paused;
    }

    private static Decision alive(Look look, long heardNanos, @Nullable Long probed) {
        return new Decision(new State(look.nowNanos(), look.received(), heardNanos, probed), Verdict.ALIVE);
    }
}
