package dev.mcp2026.mesh.balance;

import static dev.mcp2026.mesh.balance.Endpoints.at;
import static dev.mcp2026.mesh.balance.Endpoints.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.mesh.path.Way;
import dev.mcp2026.mesh.testing.Texts;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.clock.FakeClock;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessSocketAddress;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Real channels to real servers, in one process. Judgements are by a clock that the test moves.
class MeshChannelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final MethodDescriptor<String, String> WHO = Texts.method("Who", MethodType.UNARY, true);
    private static final MethodDescriptor<String, String> FOLLOW =
            Texts.method("Follow", MethodType.SERVER_STREAMING, true);
    private static final BalanceRules RULES = new BalanceRules(
            new Limit("endpoints", 4, "endpoints"),
            Duration.ofSeconds(10),
            Duration.ofMillis(1),
            Duration.ofSeconds(1),
            1.4,
            0.5,
            Duration.ofSeconds(10),
            0.1,
            Duration.ofMillis(5),
            OutlierRules.DEFAULT);

    private final FakeClock clock = new FakeClock();
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final Pushed source = new Pushed();
    private final Map<String, NamedServer> servers = new HashMap<>();
    private @Nullable ManagedChannel channel;

    @AfterEach
    void stop() throws InterruptedException {
        if (channel != null) {
            channel.shutdownNow();
            assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            Await.until("the end of the subscription", PATIENCE, () -> source.subscriptions() == 0);
        }
        servers.values().forEach(NamedServer::stop);
    }

    @Test
    void callsAreSpreadOverTheEndpointsOfTheTarget() {
        serve("a", "b", "c");
        source.push(local("a"), local("b"), local("c"));
        open("mesh:///cell1/texts");
        awaitAnswers("a", "b", "c");
        assertThat(source.targets).hasToString("[mesh:///cell1/texts]");
    }

    @Test
    void callsWaitUntilTheSourceKnowsSomething() {
        serve("a");
        open("mesh:///texts");
        var future = ClientCalls.futureUnaryCall(channel().newCall(WHO, CallOptions.DEFAULT), "x");
        source.push(local("a"));
        assertThat(future).succeedsWithin(PATIENCE).isEqualTo("a");
    }

    @Test
    void withoutAnEndpointCallsFailAndSayWhy() {
        open("mesh:///cell2/texts");
        source.none("no way is left: direct http3: down");
        assertThatThrownBy(this::who)
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("UNAVAILABLE: mesh:///cell2/texts: no way is left: direct http3: down");
        serve("a");
        source.push(local("a"));
        awaitAnswers("a");
        source.none("gone");
        Await.until("failure", PATIENCE, () -> failsWith("gone"));
    }

    @Test
    void whereNothingConnectsTheErrorNamesTheEndpoint() {
        source.push(local("nowhere"));
        open("mesh:///texts");
        assertThatThrownBy(this::who)
                .hasMessageContaining("no connection to any of 1 endpoints; cell1/texts/nowhere (direct http3)");
    }

    @Test
    void theNearestTakeTheCallsAndTheNextWhenTheyAreGone() {
        serve("near", "far", "farther");
        source.push(
                endpoint("cell3", "farther", Locality.REMOTE), endpoint("cell2", "far", Locality.EDGE), local("near"));
        open("mesh:///texts");
        awaitAnswers("near");
        settle("near");
        servers.get("near").stop();
        settle("far");
        serve("near");
        settle("near");
    }

    @Test
    void onlyTheNearestAreConnectedAndNoMoreThanTheLimit() {
        serve("a", "b", "c", "d", "e");
        source.push(
                endpoint("cell2", "e", Locality.REMOTE),
                endpoint("cell2", "d", Locality.REMOTE),
                local("c"),
                local("b"),
                local("a"));
        open("mesh:///texts");
        awaitAnswers("a", "b", "c");
        servers.get("d").stop();
        for (String name : List.of("a", "b", "c")) {
            servers.get(name).stop();
        }
        Await.until("failure", PATIENCE, () -> failsWith("no connection to any of 4 endpoints"));
    }

    @Test
    void anEndpointThatFailsIsEjectedAndReturnsAfterItsTime() {
        serve("a", "b", "c");
        source.push(local("a"), local("b"), local("c"));
        open("mesh:///texts");
        awaitAnswers("a", "b", "c");
        servers.get("b").fail(true);
        Await.until("ejection", PATIENCE, () -> {
            callForAMinute();
            return events.contains("ejected cell1/texts/b for PT30S: 5 calls failed in a row");
        });
        for (int i = 0; i < 100; i++) {
            assertThat(who()).isIn("a", "c");
        }
        servers.get("b").fail(false);
        clock.advance(Duration.ofSeconds(31));
        Await.until("return", PATIENCE, () -> events.contains("returned cell1/texts/b"));
        clock.advance(Duration.ofSeconds(60));
        awaitAnswers("b");
    }

    @Test
    void withTooFewLeftTheEjectedAreUsedAsWell() {
        serve("a", "b");
        source.push(local("a"), local("b"));
        open("mesh:///texts");
        awaitAnswers("a", "b");
        servers.get("b").fail(true);
        Await.until("ejection", PATIENCE, () -> {
            callForAMinute();
            return events.stream().anyMatch(event -> event.startsWith("ejected"));
        });
        assertThat(events).doesNotContain("panic true");
        servers.get("b").fail(false);
        servers.get("a").stop();
        settle("b");
        assertThat(events).contains("panic true");
    }

    @Test
    void aChangeOfAddressKeepsTheOldConnectionUntilTheNewOneIsThere() {
        serve("old");
        source.push(at("cell1", "x", Locality.OWN_CELL, "old", Handover.WHEN_READY));
        open("mesh:///texts");
        Iterator<String> stream = ClientCalls.blockingServerStreamingCall(
                channel(), FOLLOW, CallOptions.DEFAULT.withDeadlineAfter(PATIENCE), "");
        assertThat(stream.next()).isEqualTo("old 0");
        source.push(at("cell1", "x", Locality.OWN_CELL, "new", Handover.WHEN_READY));
        for (int i = 0; i < 100; i++) {
            assertThat(who()).isEqualTo("old");
        }
        serve("new");
        settle("new");
        assertThat(events).containsOnlyOnce("handed over cell1/texts/x");
        servers.get("old").tell("still here");
        assertThat(stream.next()).isEqualTo("still here");
        servers.get("old").end();
        assertThat(stream.hasNext()).isFalse();
    }

    @Test
    void aDeadRouteIsLeftAtOnce() {
        serve("old");
        source.push(at("cell1", "x", Locality.OWN_CELL, "old", Handover.WHEN_READY));
        open("mesh:///texts");
        assertThat(who()).isEqualTo("old");
        source.push(at("cell1", "x", Locality.OWN_CELL, "new", Handover.AT_ONCE));
        assertThatThrownBy(this::who).hasMessageContaining("no connection to any of 1 endpoints");
        serve("new");
        settle("new");
    }

    @Test
    void aChangeThatIsTakenBackChangesNothing() {
        serve("old");
        Endpoint before = at("cell1", "x", Locality.OWN_CELL, "old", Handover.WHEN_READY);
        source.push(before);
        open("mesh:///texts");
        assertThat(who()).isEqualTo("old");
        source.push(at("cell1", "x", Locality.OWN_CELL, "new", Handover.WHEN_READY));
        source.push(before);
        serve("new");
        for (int i = 0; i < 50; i++) {
            assertThat(who()).isEqualTo("old");
        }
        assertThat(servers.get("new").calls()).isZero();
        assertThat(events).isEmpty();
    }

    @Test
    void anEndpointWithCallsUnderWayGetsFewerOfTheNext() {
        serve("a", "b");
        source.push(local("a"), local("b"));
        open("mesh:///texts");
        awaitAnswers("a", "b");
        Iterator<String> busy = ClientCalls.blockingServerStreamingCall(
                channel(), FOLLOW, CallOptions.DEFAULT.withDeadlineAfter(PATIENCE), "");
        String other = busy.next().startsWith("a") ? "b" : "a";
        for (int i = 0; i < 100; i++) {
            assertThat(who()).isEqualTo(other);
        }
    }

    @Test
    void anEjectedEndpointIsGivenAChanceOnItsNewRoute() {
        serve("a", "b", "c", "elsewhere");
        source.push(local("a"), local("b"), local("c"));
        open("mesh:///texts");
        awaitAnswers("a", "b", "c");
        servers.get("b").fail(true);
        Await.until("ejection", PATIENCE, () -> {
            callForAMinute();
            return events.stream().anyMatch(event -> event.startsWith("ejected"));
        });
        source.push(local("a"), at("cell1", "b", Locality.OWN_CELL, "elsewhere", Handover.AT_ONCE), local("c"));
        Await.until("return", PATIENCE, () -> events.contains("returned cell1/texts/b"));
        awaitAnswers("elsewhere");
    }

    private static Endpoint local(String name) {
        return endpoint("cell1", name, Locality.OWN_CELL);
    }

    private void serve(String... names) {
        for (String name : names) {
            servers.put(name, NamedServer.start(name, WHO, FOLLOW));
        }
    }

    @SuppressWarnings("deprecation") // the one way to give a resolver to one channel only
    private void open(String target) {
        MeshBalancerProvider.register();
        BalanceSetup setup = new BalanceSetup(RULES, new Random(1), clock::nanoTime, new Recorder());
        channel = InProcessChannelBuilder.forTarget(target)
                .nameResolverFactory(new MeshResolverProvider(source, setup, List.of(InProcessSocketAddress.class)))
                .defaultLoadBalancingPolicy(MeshBalancerProvider.POLICY)
                .build();
    }

    private ManagedChannel channel() {
        assertThat(channel).isNotNull();
        return channel;
    }

    private String who() {
        CallOptions patient = CallOptions.DEFAULT.withDeadlineAfter(PATIENCE);
        return ClientCalls.blockingUnaryCall(channel(), WHO, patient, "");
    }

    private String tryWho() {
        try {
            return who();
        } catch (StatusRuntimeException e) {
            return e.getMessage();
        }
    }

    private void callForAMinute() {
        for (int second = 0; second < 60; second++) {
            clock.advance(Duration.ofSeconds(1));
            tryWho();
        }
    }

    private boolean failsWith(String part) {
        return tryWho().contains(part);
    }

    /// Until each of them, and no other, has answered.
    private void awaitAnswers(String... names) {
        List<String> missing = new ArrayList<>(List.of(names));
        Await.until("answers of " + missing, PATIENCE, () -> {
            missing.remove(tryWho());
            return missing.isEmpty();
        });
    }

    /// Until only this one answers.
    private void settle(String name) {
        Await.until(name + " only", PATIENCE, () -> {
            for (int i = 0; i < 20; i++) {
                if (!tryWho().equals(name)) {
                    return false;
                }
            }
            return true;
        });
    }

    private final class Recorder implements BalanceListener {
        @Override
        public void ejected(EndpointId endpoint, Duration time, String reason) {
            events.add("ejected " + endpoint + " for " + time + ": " + reason);
        }

        @Override
        public void returned(EndpointId endpoint) {
            events.add("returned " + endpoint);
        }

        @Override
        public void handedOver(EndpointId endpoint, Way from, Way to) {
            events.add("handed over " + endpoint);
        }

        @Override
        public void panic(boolean on) {
            events.add("panic " + on);
        }
    }
}
