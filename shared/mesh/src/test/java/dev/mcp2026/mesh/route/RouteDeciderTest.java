package dev.mcp2026.mesh.route;

import static dev.mcp2026.mesh.path.Way.DIRECT_HTTP2;
import static dev.mcp2026.mesh.path.Way.DIRECT_HTTP3;
import static dev.mcp2026.mesh.route.Measured.OTHER_RELAY;
import static dev.mcp2026.mesh.route.Measured.PEER;
import static dev.mcp2026.mesh.route.Measured.RELAY;
import static dev.mcp2026.mesh.route.Measured.SELF;
import static dev.mcp2026.mesh.route.Measured.down;
import static dev.mcp2026.mesh.route.Measured.lossy;
import static dev.mcp2026.mesh.route.Measured.unknown;
import static dev.mcp2026.mesh.route.Measured.up;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.mesh.path.PeerRole;
import dev.mcp2026.mesh.path.Way;
import dev.mcp2026.mesh.route.RouteChange.Cause;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RouteDeciderTest {
    private static final Way VIA = Way.relayed(RELAY);
    private static final Duration DWELL = RouteRules.DEFAULT.dwell();
    private static final Duration HOLD_DOWN = RouteRules.DEFAULT.holdDown();
    private static final Duration TICK = Duration.ofMillis(250);

    private final World world = new World();

    @Test
    void anEdgePeerIsReachedStraightEvenIfARelayWereBetter() {
        world.direct(lossy(14, 0.05), up(14)).relay(RELAY, up(1), up(1));
        assertThat(world.decide().chosen()).contains(DIRECT_HTTP3);
        assertThat(world.pass(DWELL.multipliedBy(3)).chosen()).contains(DIRECT_HTTP3);
        assertThat(world.state().role()).contains(PeerRole.EDGE);
    }

    @Test
    void aRegionalPeerIsReachedOverTheBackboneConnection() {
        world.direct(up(30), up(29)).relay(RELAY, up(5), up(5));
        RouteDecision decision = world.pass(DWELL.multipliedBy(3));
        assertThat(decision.chosen()).contains(DIRECT_HTTP3);
        assertThat(decision.reason())
                .contains("direct http3 costs 31.2 ms (rtt 30.0 ms, jitter 0.10 ms, loss 0.0 %)")
                .contains("regional")
                .contains("next is http3 via cell3 costs 13.3 ms");
    }

    @Test
    void aLossyRegionalPathGivesWayToABetterOne() {
        world.direct(up(30), up(30)).relay(RELAY, up(15), up(16)).pass(DWELL);
        world.direct(lossy(30, 0.2), up(30));
        assertThat(world.pass(DWELL.minus(TICK)).chosen()).contains(DIRECT_HTTP3);
        RouteDecision decision = world.pass(TICK);
        assertThat(decision.chosen()).contains(VIA);
        assertThat(decision.change()).hasValueSatisfying(change -> {
            assertThat(change.from()).contains(DIRECT_HTTP3);
            assertThat(change.to()).contains(VIA);
            assertThat(change.cause()).isEqualTo(Cause.BETTER);
            assertThat(change.reason()).contains("http3 via cell3 costs", "better than direct http3", "loss 20.0 %");
        });
        world.direct(up(30), up(30));
        assertThat(world.pass(DWELL).chosen()).contains(DIRECT_HTTP3);
        assertThat(world.state().history().getFirst().cause()).isEqualTo(Cause.PREFERRED);
    }

    @Test
    void aRemotePeerIsReachedTheBestWayMeasured() {
        world.direct(up(120), up(120)).relay(RELAY, up(30), up(30));
        assertThat(world.decide().chosen()).contains(VIA);
        world.relay(OTHER_RELAY, up(20), up(20));
        assertThat(world.pass(DWELL).chosen()).contains(Way.relayed(OTHER_RELAY));
    }

    @Test
    void whatIsALittleBetterChangesNothing() {
        world.direct(up(100), up(100)).decide();
        world.relay(RELAY, up(45), up(45));
        assertThat(world.pass(DWELL.multipliedBy(10)).chosen()).contains(DIRECT_HTTP3);
    }

    @Test
    void whatIsBetterNowAndThenChangesNothing() {
        world.direct(up(100), up(100)).decide();
        for (int i = 0; i < 10; i++) {
            world.relay(RELAY, up(20), up(20)).pass(DWELL.minus(TICK));
            world.relay(RELAY, up(50), up(50)).pass(TICK);
        }
        assertThat(world.state().chosen()).contains(DIRECT_HTTP3);
    }

    @Test
    void aDeadRouteIsLeftAtOnceAndTakenAgainAfterTheHoldDown() {
        world.direct(up(30), up(30)).relay(RELAY, up(40), up(40)).pass(DWELL);
        world.direct(down(), down());
        RouteDecision cut = world.decide();
        assertThat(cut.chosen()).contains(VIA);
        assertThat(cut.change()).hasValueSatisfying(change -> {
            assertThat(change.cause()).isEqualTo(Cause.DEAD);
            assertThat(change.reason())
                    .contains("direct http3: down: 4 probes missed in a row, last heard 10.0 s ago")
                    .contains("http3 via cell3 costs 83.");
        });
        world.pass(DWELL.multipliedBy(2));
        world.own(PEER, DIRECT_HTTP3, up(30));
        RouteDecision healed = world.pass(HOLD_DOWN);
        assertThat(healed.chosen()).contains(VIA);
        assertThat(world.pass(DWELL).chosen()).contains(DIRECT_HTTP3);
    }

    @Test
    void aWayThatIsHeldDownSaysSo() {
        world.direct(up(30), up(30)).relay(RELAY, up(40), up(40)).decide();
        world.direct(down(), down()).decide();
        world.own(PEER, DIRECT_HTTP3, up(30));
        assertThat(world.pass(Duration.ofSeconds(5)).candidates().getFirst().verdict())
                .endsWith("held down for another 10.0 s as it died in use");
    }

    @Test
    void aWayThatIsHeldDownIsBetterThanNone() {
        world.direct(up(30), down()).decide();
        world.direct(down(), down());
        assertThat(world.decide().chosen()).isEmpty();
        world.direct(up(30), down());
        assertThat(world.decide().chosen()).contains(DIRECT_HTTP3);
    }

    @Test
    void withUdpBlockedItIsHttp2() {
        world.direct(down(), up(30)).relay(RELAY, down(), up(5));
        assertThat(world.decide().chosen()).contains(DIRECT_HTTP2);
        assertThat(world.pass(DWELL).chosen()).contains(DIRECT_HTTP2);
    }

    @Test
    void onALanWithoutLossHttp2WinsAndFartherOutHttp3() {
        assertThat(new World().direct(up(0.3), up(0.3)).decide().chosen()).contains(DIRECT_HTTP2);
        assertThat(new World().direct(lossy(0.3, 0.01), up(0.3)).decide().chosen())
                .contains(DIRECT_HTTP3);
        assertThat(new World().direct(up(10), up(10)).decide().chosen()).contains(DIRECT_HTTP3);
        for (double rtt : new double[] {40, 80}) {
            for (double loss : new double[] {0, 0.01, 0.02, 0.05}) {
                assertThat(new World()
                                .direct(lossy(rtt, loss), up(rtt))
                                .decide()
                                .chosen())
                        .contains(DIRECT_HTTP3);
            }
        }
    }

    @Test
    void withEverythingDownThereIsNoneAndItIsSaidWhy() {
        world.direct(up(30), up(30)).relay(RELAY, up(5), up(5)).decide();
        world.direct(down(), down()).relay(RELAY, up(5), down());
        RouteDecision decision = world.decide();
        assertThat(decision.chosen()).isEmpty();
        assertThat(decision.change())
                .hasValueSatisfying(change -> assertThat(change.to()).isEmpty());
        assertThat(world.decide().change()).isEmpty();
        assertThat(world.decide().reason())
                .startsWith("no way is left: direct http3: down")
                .contains("http3 via cell3: the path from cell3 to cell2 is down: 4 probes missed");
        assertThat(new World().decide().reason()).isEqualTo("no way is left: none is measured");
    }

    @Test
    void beforeAnythingIsMeasuredADirectWayIsTriedAndLeftForAMeasuredOne() {
        world.direct(unknown(), unknown());
        assertThat(world.decide().chosen()).contains(DIRECT_HTTP3);
        world.direct(unknown(), up(30));
        RouteDecision decision = world.decide();
        assertThat(decision.chosen()).contains(DIRECT_HTTP2);
        assertThat(decision.change().orElseThrow().cause()).isEqualTo(Cause.UNMEASURED);
    }

    @Test
    void aRelaysStaleReportDoesNotCount() {
        world.direct(up(120), up(120)).relay(RELAY, up(20), up(20)).decide();
        world.elapse(Duration.ofSeconds(11));
        RouteDecision decision = world.decide();
        assertThat(decision.chosen()).contains(DIRECT_HTTP3);
        assertThat(decision.candidates().getLast().verdict())
                .isEqualTo("what cell3 reported is 11.0 s old, more than 10.0 s");
    }

    @Test
    void anOpenTunnelIsMeasuredEndToEndAndNeedsNoReport() {
        world.direct(up(120), up(120)).relay(RELAY, up(20), up(20)).decide();
        world.own(PEER, VIA, up(50)).elapse(Duration.ofSeconds(60));
        RouteDecision decision = world.decide();
        assertThat(decision.chosen()).contains(VIA);
        assertThat(decision.candidates().getFirst().measurement()).contains(up(50));
        world.own(PEER, VIA, down());
        assertThat(world.decide().chosen()).contains(DIRECT_HTTP3);
    }

    @Test
    void neitherThePeerNorThisCellIsARelay() {
        world.direct(up(120), up(120)).relay(SELF, up(1), up(1)).relay(PEER, up(1), up(1));
        world.own(PEER, Way.relayed(PEER), up(1)).own(PEER, Way.relayed(SELF), up(1));
        assertThat(world.decide().candidates()).extracting(Candidate::way).containsExactly(DIRECT_HTTP3, DIRECT_HTTP2);
    }

    @Test
    void theWayToARelayIsItselfDirect() {
        world.direct(up(120), up(120)).relay(RELAY, up(1), up(1));
        world.own(RELAY, DIRECT_HTTP3, down()).own(RELAY, Way.relayed(OTHER_RELAY), up(1));
        assertThat(world.decide().chosen()).contains(DIRECT_HTTP3);
    }

    @Test
    void aWayThatIsNoLongerOfferedIsLeft() {
        World small = new World().own(PEER, VIA, up(50));
        assertThat(small.decide().chosen()).contains(VIA);
        assertThat(new RouteDecider(RouteRules.DEFAULT)
                        .decide(
                                small.state(),
                                new KnownPaths(SELF, PEER, java.util.Map.of(), java.util.List.of()),
                                small.nanos(),
                                Measured.NOW)
                        .reason())
                .startsWith("http3 via cell3 is not offered any more; no way is left");
    }

    @Test
    void theHistoryIsBoundedAndNewestFirst() {
        for (int i = 0; i < 50; i++) {
            world.direct(i % 2 == 0 ? up(30) : down(), i % 2 == 0 ? down() : up(30))
                    .decide();
        }
        assertThat(world.state().changes()).isEqualTo(50);
        assertThat(world.state().history())
                .hasSize((int) RouteRules.DEFAULT.history().max());
        assertThat(world.state().history().getFirst().to()).contains(DIRECT_HTTP2);
    }
}
