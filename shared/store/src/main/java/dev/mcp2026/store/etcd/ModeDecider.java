package dev.mcp2026.store.etcd;

import dev.mcp2026.store.StoreMode;

/// From what was seen to the mode. Pure: `(state, event, now) -> state`.
///
/// READ_WRITE ends when the quorum stops answering and returns by itself when it answers again. SPLIT is declared when
/// there was no leader for more than three election timeouts and the members in reach are further behind the highest
/// committed index ever seen than the limit: entries that were acknowledged are then missing on this side, and only a
/// person may decide to go on without them (`MergeApproved`).
public final class ModeDecider {
    private final ModeLimits limits;

    public ModeDecider(ModeLimits limits) {
        this.limits = limits;
    }

    public ModeState decide(ModeState state, ModeEvent event, long now) {
        return switch (event) {
            case ModeEvent.Probed probed -> probed(state, probed, now);
            case ModeEvent.WriteUnanswered failed -> failure(state, failed.reason());
            case ModeEvent.WriteRefused refused ->
                state.mode() == StoreMode.SPLIT ? state : to(state, StoreMode.READ_ONLY, refused.reason());
            case ModeEvent.MergeApproved approved ->
                state.mode() == StoreMode.SPLIT
                        ? new ModeState(
                                StoreMode.READ_ONLY,
                                "merge approved by " + approved.by() + ", waiting for the quorum",
                                0,
                                0,
                                now,
                                0)
                        : state;
        };
    }

    private ModeState probed(ModeState state, ModeEvent.Probed probed, long now) {
        ModeState seen = new ModeState(
                state.mode(),
                state.reason(),
                state.failures(),
                state.successes(),
                probed.leaderKnown() ? now : state.leaderSeenNanos(),
                Math.max(state.highestCommitted(), probed.committed()));
        return switch (state.mode()) {
            case SPLIT -> seen;
            case READ_WRITE, READ_ONLY -> {
                // Before the leader's return is noted: a side that comes back too far behind must not pass as healed.
                if (split(state, seen, probed, now)) {
                    yield to(seen, StoreMode.SPLIT, lag(seen, probed));
                }
                yield probed.quorumRead() ? success(seen) : failure(seen, unanswered(probed));
            }
        };
    }

    private static String unanswered(ModeEvent.Probed probed) {
        return "no quorum: reads with quorum go unanswered: " + probed.trouble();
    }

    private boolean split(ModeState before, ModeState seen, ModeEvent.Probed probed, long now) {
        return probed.committed() != ModeEvent.UNKNOWN
                && now - before.leaderSeenNanos()
                        > limits.leaderlessBeforeSplit().toNanos()
                && seen.highestCommitted() - probed.committed() > limits.splitLag();
    }

    private static String lag(ModeState seen, ModeEvent.Probed probed) {
        return "the members in reach have committed up to " + probed.committed() + ", but " + seen.highestCommitted()
                + " was seen: acknowledged entries are missing here";
    }

    private ModeState success(ModeState state) {
        int successes = state.successes() + 1;
        boolean back = state.mode() == StoreMode.READ_WRITE || successes >= limits.successesToReadWrite();
        return new ModeState(
                back ? StoreMode.READ_WRITE : state.mode(),
                back ? "" : state.reason(),
                0,
                successes,
                state.leaderSeenNanos(),
                state.highestCommitted());
    }

    private ModeState failure(ModeState state, String reason) {
        int failures = state.failures() + 1;
        boolean out = state.mode() == StoreMode.READ_WRITE && failures >= limits.failuresToReadOnly();
        // While it is out, what went wrong last says most: a wrong certificate rather than "no answer yet".
        boolean told = out || state.mode() == StoreMode.READ_ONLY;
        return new ModeState(
                out ? StoreMode.READ_ONLY : state.mode(),
                told ? reason : state.reason(),
                failures,
                0,
                state.leaderSeenNanos(),
                state.highestCommitted());
    }

    private static ModeState to(ModeState state, StoreMode mode, String reason) {
        return new ModeState(mode, reason, state.failures(), 0, state.leaderSeenNanos(), state.highestCommitted());
    }
}
