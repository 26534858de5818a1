package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Delta;
import dev.mcp2026.registry.catalogue.Digest;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.testkit.sim.NodeId;
import dev.mcp2026.testkit.sim.SimContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// A peer over the simulated network. A subscription is a byte stream as TCP would give it: frames
/// are numbered and
/// handed on in order, so a lost one stalls the stream until the silence limit ends it.
final class SimTransport implements PeerTransport {
    /// Opens or ends a subscription, or pings on it.
    record Subscribe(long id, Hello hello) {}

    record Unsubscribe(long id) {}

    record Ping(long id, long sentNs) {}

    /// One frame of subscription `id`; `body` is a Welcome, a Batch or a Pong.
    record Frame(long id, long number, Object body) {}

    record Pong(long t0, long t1, long t2, Map<CellId, Instant> silent) {}

    private final SimContext context;
    private final NodeId peer;
    private final Supplier<Optional<Catalogue>> reachable;
    private final TreeMap<Long, Stream> streams = new TreeMap<>();

    private static final class Stream {
        final Inbound inbound;
        final TreeMap<Long, Object> early = new TreeMap<>();
        long next;

        Stream(Inbound inbound) {
            this.inbound = inbound;
        }
    }

    /// @param reachable the peer's catalogue while a request and its answer would get through
    SimTransport(SimContext context, NodeId peer, Supplier<Optional<Catalogue>> reachable) {
        this.context = context;
        this.peer = peer;
        this.reachable = reachable;
    }

    @Override
    public Subscription subscribe(int path, Hello hello, Inbound inbound) {
        long id = context.random().nextLong();
        streams.put(id, new Stream(inbound));
        context.send(peer, new Subscribe(id, hello));
        return new Subscription() {
            @Override
            public void ping(long wallNs) {
                context.send(peer, new Ping(id, wallNs));
            }

            @Override
            public void close() {
                if (streams.remove(id) != null) {
                    context.send(peer, new Unsubscribe(id));
                }
            }
        };
    }

    void onFrame(Frame frame) {
        Stream stream = streams.get(frame.id());
        if (stream == null || frame.number() < stream.next) {
            return;
        }
        stream.early.put(frame.number(), frame.body());
        while (streams.containsKey(frame.id()) && stream.early.containsKey(stream.next)) {
            Object body = stream.early.remove(stream.next++);
            switch (body) {
                case Welcome welcome -> stream.inbound.welcome(welcome);
                case Batch batch -> stream.inbound.batch(batch);
                case Pong pong ->
                    stream.inbound.pong(
                            pong.t0(), pong.t1(), pong.t2(), SimCell.wallNanos(context.clock()), pong.silent());
                default -> throw new IllegalStateException("no frame: " + body);
            }
        }
    }

    private Catalogue remote() {
        return reachable.get().orElseThrow(() -> Faults.of(FaultKind.UNAVAILABLE, "unreachable", "heal it"));
    }

    @Override
    public Set<Integer> compareDigest(CellId origin, long[] mine) {
        long[] theirs = remote().digest(origin);
        Set<Integer> differing = new TreeSet<>();
        for (int i = 0; i < mine.length; i++) {
            if (mine[i] != theirs[i]) {
                differing.add(i);
            }
        }
        return differing;
    }

    @Override
    public List<Delta> fetchBuckets(CellId origin, Set<Integer> buckets) {
        return remote().ofOrigin(origin)
                .filter(entry -> buckets.contains(Digest.bucket(entry.key())))
                .map(Entry::whole)
                .toList();
    }

    @Override
    public String address() {
        return peer.toString();
    }

    @Override
    public void close() {
        streams.clear();
    }
}
