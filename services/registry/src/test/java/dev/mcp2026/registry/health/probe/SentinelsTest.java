package dev.mcp2026.registry.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SentinelsTest {
    private static final Duration MIN_LIFE = Duration.ofSeconds(5);

    private final Sentinels sentinels = new Sentinels(2, System::nanoTime);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        sentinels.close();
    }

    private Sentinels.Sentinel open(FakeTarget target) {
        return sentinels.open(InetAddress.getLoopbackAddress(), target.port(), (detail, _) -> told.add(detail));
    }

    private static void await(FakeTarget target, int connections) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (target.connections() < connections && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(target.connections()).isEqualTo(connections);
    }

    @Test
    void tellsWhenTheTargetHangsUp() throws Exception {
        try (FakeTarget target = FakeTarget.silent()) {
            assertThat(open(target)).isNotNull();
            await(target, 1);
            target.hangUp();
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("closed by the target");
            assertThat(sentinels.count()).isZero();
        }
    }

    @Test
    void oneListenerThatThrowsLeavesTheOthersWatched() throws Exception {
        try (FakeTarget bad = FakeTarget.silent();
                FakeTarget good = FakeTarget.silent()) {
            sentinels.open(InetAddress.getLoopbackAddress(), bad.port(), (_, _) -> {
                told.add("threw");
                throw new IllegalStateException("a listener's bug");
            });
            assertThat(open(good)).isNotNull();
            await(bad, 1);
            await(good, 1);
            bad.hangUp();
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("threw");
            good.hangUp();
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("closed by the target");
            assertThat(sentinels.count()).isZero();
        }
    }

    @Test
    void isBoundedAndFreesWhatIsClosed() throws Exception {
        try (FakeTarget target = FakeTarget.silent()) {
            Sentinels.Sentinel first = open(target);
            assertThat(open(target)).isNotNull();
            assertThat(open(target)).isNull();
            first.close();
            assertThat(first.ended()).isTrue();
            assertThat(open(target)).isNotNull();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void aTargetThatClosesSoonIsLeftAlone() {
        SentinelPolicy policy = SentinelPolicy.untried();
        long second = 1_000_000_000L;
        for (int i = 0; i < 3; i++) {
            assertThat(policy.mayOpen(0)).isTrue();
            policy = policy.closed(second, 0, MIN_LIFE);
        }
        assertThat(policy.mayOpen(0)).isFalse();
        assertThat(policy.mayOpen(601 * second)).isTrue();
        assertThat(SentinelPolicy.untried().closed(60 * second, 0, MIN_LIFE).shortLives())
                .isZero();
    }

    @Test
    void aTargetThatIsBlockedByItIsLeftAloneForGood() {
        SentinelPolicy policy = SentinelPolicy.untried().blocked();
        assertThat(policy.mayOpen(0)).isTrue();
        assertThat(policy.blocked().mayOpen(Long.MAX_VALUE)).isFalse();
    }
}
