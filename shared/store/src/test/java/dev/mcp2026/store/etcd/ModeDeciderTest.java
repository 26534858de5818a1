package dev.mcp2026.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.store.StoreMode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ModeDeciderTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private final ModeLimits limits =
            new ModeLimits(Duration.ofMillis(500), Duration.ofSeconds(1), 2, 2, Duration.ofSeconds(5), 100);
    private final ModeDecider decider = new ModeDecider(limits);
    private long now;
    private ModeState state = ModeState.starting(now);

    @Test
    void startsReadOnlyAndNeedsTwoGoodProbes() {
        assertThat(good(10).mode()).isEqualTo(StoreMode.READ_ONLY);
        assertThat(good(10).mode()).isEqualTo(StoreMode.READ_WRITE);
        assertThat(state.reason()).isEmpty();
    }

    @Test
    void whatWentWrongLastIsTold() {
        bad(10);
        assertThat(state.reason()).contains("no quorum").contains("timeout");
        tell(new ModeEvent.Probed(false, false, ModeEvent.UNKNOWN, "TLS failed"));
        assertThat(state.reason()).contains("TLS failed");
    }

    @Test
    void oneBadProbeIsForgiven() {
        readWrite();
        assertThat(bad(10).mode()).isEqualTo(StoreMode.READ_WRITE);
        good(10);
        assertThat(bad(10).mode()).isEqualTo(StoreMode.READ_WRITE);
        assertThat(bad(10).mode()).isEqualTo(StoreMode.READ_ONLY);
    }

    @Test
    void unansweredWritesCountAndRefusedOnesDecide() {
        readWrite();
        tell(new ModeEvent.WriteUnanswered("timeout"));
        assertThat(state.mode()).isEqualTo(StoreMode.READ_WRITE);
        tell(new ModeEvent.WriteUnanswered("timeout"));
        assertThat(state.mode()).isEqualTo(StoreMode.READ_ONLY);

        readWrite();
        tell(new ModeEvent.WriteRefused("no leader"));
        assertThat(state)
                .extracting(ModeState::mode, ModeState::reason)
                .containsExactly(StoreMode.READ_ONLY, "no leader");
    }

    @Test
    void splitNeedsBothTheTimeAndTheLag() {
        readWrite(1000);
        // Far behind, but the leader was lost only now.
        now += SECOND;
        assertThat(bad(100).mode()).isEqualTo(StoreMode.READ_WRITE);
        // Leaderless for long, but not far enough behind.
        now += 20 * SECOND;
        assertThat(bad(900).mode()).isEqualTo(StoreMode.READ_ONLY);
        // Leaderless for long and nobody answers: nothing is known about the lag.
        assertThat(bad(ModeEvent.UNKNOWN).mode()).isEqualTo(StoreMode.READ_ONLY);
        // Both.
        assertThat(bad(899).mode()).isEqualTo(StoreMode.SPLIT);
        assertThat(state.reason()).contains("899").contains("1000");
    }

    @Test
    void exactlyThreeElectionTimeoutsAreNotYetMoreThanThree() {
        readWrite(1000);
        now += 15 * SECOND;
        assertThat(bad(1).mode()).isNotEqualTo(StoreMode.SPLIT);
        now += 1;
        assertThat(bad(1).mode()).isEqualTo(StoreMode.SPLIT);
    }

    @Test
    void aSideThatComesBackTooFarBehindIsNotTakenForHealed() {
        readWrite(1000);
        now += 16 * SECOND;

        tell(new ModeEvent.Probed(true, true, 500, ""));

        assertThat(state.mode()).isEqualTo(StoreMode.SPLIT);
    }

    @Test
    void onlyAPersonLeavesSplit() {
        readWrite(1000);
        now += 16 * SECOND;
        bad(1);
        good(2000);
        good(2000);
        tell(new ModeEvent.WriteRefused("no leader"));
        tell(new ModeEvent.WriteUnanswered("timeout"));
        assertThat(state.mode()).isEqualTo(StoreMode.SPLIT);

        tell(new ModeEvent.MergeApproved("ann"));
        assertThat(state.mode()).isEqualTo(StoreMode.READ_ONLY);
        assertThat(state.reason()).contains("ann");
        // What was highest is no measure any more: the person gave it up.
        good(500);
        assertThat(good(500).mode()).isEqualTo(StoreMode.READ_WRITE);
    }

    @Test
    void approvalOutsideSplitChangesNothing() {
        readWrite();
        ModeState before = state;
        tell(new ModeEvent.MergeApproved("ann"));
        assertThat(state).isEqualTo(before);
    }

    private void readWrite() {
        readWrite(10);
    }

    private void readWrite(long committed) {
        good(committed);
        good(committed);
        assertThat(state.mode()).isEqualTo(StoreMode.READ_WRITE);
    }

    private ModeState good(long committed) {
        return tell(new ModeEvent.Probed(true, true, committed, ""));
    }

    private ModeState bad(long committed) {
        return tell(new ModeEvent.Probed(false, false, committed, "timeout"));
    }

    private ModeState tell(ModeEvent event) {
        state = decider.decide(state, event, now);
        return state;
    }
}
