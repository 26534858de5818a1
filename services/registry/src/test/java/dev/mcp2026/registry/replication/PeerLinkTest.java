package dev.mcp2026.registry.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.Delta;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerLinkTest {
    private static final CellId SELF = new CellId("c1");
    private static final CellId PEER = new CellId("c2");
    private static final Fault LOST = new Fault(FaultKind.UNAVAILABLE, null, "connection reset", "");

    private long nanos;
    private final FakeTransport transport = new FakeTransport();
    private final Catalogue catalogue = new Catalogue(
            SELF,
            7,
            new HybridLogicalClock(InstantSource.system(), Duration.ofMillis(500)),
            CatalogueLimits.defaults());
    private final PeerLink link = new PeerLink(
            SELF,
            PEER,
            "test",
            transport,
            new DeltaSink(catalogue, entries -> {}),
            ReplicationSettings.defaults(),
            InstantSource.system(),
            () -> nanos,
            new Random(1),
            Set::of);

    private static final class FakeTransport implements PeerTransport {
        record Opened(int path, Hello hello, Inbound inbound) {}

        final List<Opened> opened = new ArrayList<>();

        @Override
        public Subscription subscribe(int path, Hello hello, Inbound inbound) {
            opened.add(new Opened(path, hello, inbound));
            return new Subscription() {
                @Override
                public void ping(long wallNs) {}

                @Override
                public void close() {}
            };
        }

        @Override
        public Set<Integer> compareDigest(CellId origin, long[] mine) {
            return Set.of();
        }

        @Override
        public List<Delta> fetchBuckets(CellId origin, Set<Integer> buckets) {
            return List.of();
        }

        @Override
        public String address() {
            return "test";
        }

        @Override
        public void close() {}
    }

    private PeerTransport.Inbound inbound(int opening) {
        return transport.opened.get(opening).inbound();
    }

    private void tick(Duration later) {
        nanos += later.toNanos();
        link.tick();
    }

    private void welcome(int opening) {
        inbound(opening).welcome(new Welcome(PEER, "test", new Cursor(3, 0), false));
    }

    private void batch(int opening, long revision, boolean more) {
        inbound(opening).batch(new Batch(List.of(), revision, more, Map.of()));
    }

    @Test
    void aNewPathUsesAConnectionThatNoOpenPathUses() {
        tick(Duration.ZERO);
        welcome(0);
        batch(0, 5, false);
        long wallNs = 1_000_000_000L;
        inbound(0).pong(wallNs, wallNs, wallNs, wallNs + 50_000_000, Map.of());
        tick(Duration.ofMillis(50));
        assertThat(transport.opened).extracting(FakeTransport.Opened::path).containsExactly(0, 1);
        welcome(1);
        batch(1, 5, false);
        inbound(0).ended(LOST);
        tick(Duration.ofMillis(50));
        tick(Duration.ofMillis(500));
        assertThat(transport.opened).extracting(FakeTransport.Opened::path).containsExactly(0, 1, 0);
        inbound(2).ended(LOST);
        tick(Duration.ofMillis(50));
        tick(Duration.ofMillis(900));
        assertThat(transport.opened.getLast().path()).as("1 is still in use").isEqualTo(0);
    }

    @Test
    void subscriptionsAreOpenedAnewWithoutTheirPeerGoingStale() {
        tick(Duration.ZERO);
        welcome(0);
        batch(0, 5, false);
        assertThat(link.live()).isTrue();
        link.renegotiate();
        assertThat(link.live()).isTrue();
        tick(Duration.ofMillis(50));
        assertThat(transport.opened).hasSize(2);
        assertThat(link.live()).isTrue();
        inbound(1).ended(LOST);
        tick(Duration.ofMillis(50));
        assertThat(link.live()).as("it went away while we did so").isFalse();
    }

    @Test
    void aPeerThatIsRefusedInItsBacklogIsNotLiveInBetween() {
        tick(Duration.ZERO);
        welcome(0);
        batch(0, 5, true);
        assertThat(link.live()).isFalse();
        batch(0, 9, false);
        assertThat(link.live()).isTrue();
    }

    /// A partition heals: the attempt that was begun before must not keep the next waiting.
    @Test
    void anAttemptInTheDarkIsGivenUpSoonerThanASubscriptionThatWasHeard() {
        tick(Duration.ZERO);
        tick(Duration.ofMillis(1_500));
        assertThat(transport.opened).as("how far the peer is, is not known yet").hasSize(1);
        welcome(0);
        batch(0, 5, false);
        long wallNs = 1_000_000_000L;
        inbound(0).pong(wallNs, wallNs, wallNs, wallNs + 1_000_000, Map.of());
        tick(Duration.ofMillis(2_500));
        assertThat(link.live()).isTrue();
        inbound(0).ended(LOST);
        tick(Duration.ofMillis(50));
        tick(Duration.ofMillis(200));
        assertThat(transport.opened).hasSize(2);
        tick(Duration.ofMillis(1_050));
        tick(Duration.ofMillis(1_100));
        assertThat(transport.opened).hasSize(3);
    }

    /// In the middle of a backlog there is no place to go on from: what stands before it was not all sent.
    @Test
    void aSubscriptionGoesOnWhereTheLastCompleteBatchEnded() {
        tick(Duration.ZERO);
        welcome(0);
        batch(0, 5, false);
        batch(0, 8, true);
        inbound(0).ended(LOST);
        tick(Duration.ofMillis(50));
        tick(Duration.ofMillis(500));
        assertThat(transport.opened.getLast().hello().cursor()).isEqualTo(new Cursor(3, 5));
    }
}
