package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.Changes;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Samples;
import dev.mcp2026.registry.health.HealthState;
import dev.mcp2026.testkit.sim.NodeId;
import dev.mcp2026.testkit.sim.SimContext;
import dev.mcp2026.testkit.sim.SimNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/// One registry cell in the simulation: the real catalogue, links, staleness and anti-entropy,
/// over [SimTransport].
final class SimCell implements SimNode {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration DIGEST = Duration.ofSeconds(7);
    private static final int BATCH = 3;

    private static final class Outgoing {
        final NodeId to;
        final DeltaSource source;
        long cursor;
        long number;

        Outgoing(NodeId to, DeltaSource source) {
            this.to = to;
            this.source = source;
            this.cursor = source.start();
        }
    }

    private final SimContext context;
    private final Catalogue catalogue;
    private final Replicator replicator;
    private final AntiEntropy antiEntropy;
    private final Map<NodeId, SimTransport> transports =
            new TreeMap<>(java.util.Comparator.comparing(NodeId::toString));
    private final Map<Long, Outgoing> outgoing = new TreeMap<>();

    /// @param reach gives a peer's catalogue if messages between the two pass at present
    SimCell(
            SimContext context,
            List<NodeId> all,
            ReplicationSettings settings,
            BiFunction<NodeId, NodeId, Optional<Catalogue>> reach) {
        this.context = context;
        InstantSource wall = context.clock();
        CellId self = cell(context.self());
        this.catalogue = new Catalogue(
                self,
                context.random().nextLong(),
                new HybridLogicalClock(wall, Duration.ofMillis(500)),
                CatalogueLimits.defaults());
        DeltaSink sink = new DeltaSink(catalogue, entries -> {});
        List<PeerLink> links = new ArrayList<>();
        for (NodeId peer : all) {
            if (!peer.equals(context.self())) {
                SimTransport transport = new SimTransport(context, peer, () -> reach.apply(context.self(), peer));
                transports.put(peer, transport);
                links.add(new PeerLink(
                        self,
                        cell(peer),
                        "sim",
                        transport,
                        sink,
                        settings,
                        wall,
                        context::nanoTime,
                        context.random(),
                        () -> live()));
            }
        }
        this.antiEntropy = new AntiEntropy(catalogue, sink, 1.0);
        this.replicator = new Replicator(catalogue, links, antiEntropy, settings, wall, context::nanoTime);
    }

    private java.util.Set<CellId> live() {
        return replicator == null ? java.util.Set.of() : replicator.live();
    }

    static CellId cell(NodeId node) {
        return new CellId(node.toString());
    }

    static long wallNanos(InstantSource wall) {
        Instant now = wall.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    Catalogue catalogue() {
        return catalogue;
    }

    boolean settled() {
        return replicator.complete();
    }

    @Override
    public void onStart() {
        context.setTimer(TICK, "tick");
        context.setTimer(DIGEST, "digest");
    }

    @Override
    public void onTimer(Object timer) {
        if (timer.equals("tick")) {
            replicator.tick();
            pump();
            context.setTimer(TICK, "tick");
        } else {
            replicator.compareDigests();
            context.setTimer(DIGEST, "digest");
        }
    }

    @Override
    public void onMessage(NodeId from, Object message) {
        switch (message) {
            case SimTransport.Subscribe subscribe -> accept(from, subscribe);
            case SimTransport.Unsubscribe end -> outgoing.remove(end.id());
            case SimTransport.Ping ping -> {
                Outgoing stream = outgoing.get(ping.id());
                if (stream != null) {
                    long now = wallNanos(context.clock());
                    send(ping.id(), stream, new SimTransport.Pong(ping.sentNs(), now, now, replicator.unheard()));
                }
            }
            case SimTransport.Frame frame -> transports.get(from).onFrame(frame);
            default -> throw new IllegalStateException("unknown message " + message);
        }
    }

    private void accept(NodeId from, SimTransport.Subscribe subscribe) {
        if (outgoing.containsKey(subscribe.id())) {
            return;
        }
        Outgoing stream = new Outgoing(from, new DeltaSource(catalogue, subscribe.hello(), replicator::unheard));
        outgoing.put(subscribe.id(), stream);
        send(subscribe.id(), stream, stream.source.welcome("sim"));
        send(subscribe.id(), stream, stream.source.batch(new Changes(List.of(), stream.cursor, true)));
    }

    private void send(long id, Outgoing stream, Object body) {
        context.send(stream.to, new SimTransport.Frame(id, stream.number++, body));
    }

    private void pump() {
        outgoing.forEach((id, stream) -> {
            if (stream.cursor < catalogue.revision() || stream.number == 2) {
                Changes changes = catalogue.changesAfter(stream.cursor, BATCH);
                send(id, stream, stream.source.batch(changes));
                stream.cursor = changes.revision();
            }
        });
    }

    void fill(int instances) {
        for (int i = 0; i < instances; i++) {
            catalogue.register(Samples.leased("web", "i" + i, 1 + i), null);
        }
    }

    /// One random operation on an own instance, as a client or the health checks would do it.
    void operate(RandomGenerator random) {
        String instance = "i" + random.nextInt(8);
        var registration = Samples.leased("web", instance, 1 + random.nextInt(1000));
        InstanceKey key = new InstanceKey(
                catalogue.self(), registration.tenant(), registration.service(), registration.instance());
        switch (random.nextInt(4)) {
            case 0, 1 -> catalogue.register(registration, null);
            case 2 -> catalogue.deregister(key);
            default ->
                catalogue.judge(key, Samples.verdict(HealthState.values()[random.nextInt(4)], "r" + random.nextInt(9)));
        }
    }
}
