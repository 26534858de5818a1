package dev.mcp2026.mesh.node;

import dev.mcp2026.http3.Http3Settings;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.PeerRole;
import dev.mcp2026.mesh.path.Transport;
import dev.mcp2026.mesh.path.Way;
import dev.mcp2026.mesh.route.RepeatableMethod;
import dev.mcp2026.mesh.route.RouteChange;
import dev.mcp2026.mesh.route.RouteDecider;
import dev.mcp2026.mesh.route.RouteDecision;
import dev.mcp2026.mesh.route.RouteListener;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One process' view of the mesh: it probes its peers, asks them what they measure, decides the routes, and tells
/// channels of them. One thread does all that; each step of it is short and none blocks.
public final class MeshNode implements AutoCloseable {
    private final CellId self;
    private final Map<CellId, MeshPeer> peers = new LinkedHashMap<>();
    private final MeshRules rules;
    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final WayTransports transports;
    private final RoutedEndpoints endpoints;
    private final WayChannels channels;
    private final RouteListener listener;
    private final Reports reports;
    private final Routes routes;
    private final Map<PathKey, PathProbe> probes = new ConcurrentHashMap<>();
    private final Map<PathKey, Long> relayedUsedNanos = new HashMap<>();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("mesh").factory());

    /// @param listener is told of each change of route, after channels were
    public MeshNode(
            CellId self,
            Collection<MeshPeer> peers,
            EventLoopGroup loops,
            MeshCredentials credentials,
            Http3Settings connections,
            List<ClientInterceptor> interceptors,
            MeshRules rules,
            InstantSource wall,
            LongSupplier nanoTime,
            RouteListener listener) {
        this.self = self;
        peers.forEach(peer -> this.peers.put(peer.cell(), peer));
        this.rules = rules;
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.transports = new WayTransports(loops, credentials, connections, this::relayChannel);
        this.endpoints = new RoutedEndpoints(self, peers, this::latency, this::role);
        this.channels = new WayChannels(
                transports,
                new WayTransports(loops, credentials, connections, this::relayChannel),
                endpoints,
                rules.retries(),
                interceptors);
        this.reports = new Reports(nanoTime, rules.reopenAfter());
        this.listener = listener;
        this.routes = new Routes(self, new RouteDecider(rules.routes()), this::rerouted);
    }

    public void start() {
        for (MeshPeer peer : peers.values()) {
            for (Transport transport : Transport.values()) {
                probe(peer, Way.direct(transport));
            }
        }
        repeat(this::probeAll, rules.paths().interval());
        repeat(this::askAll, rules.reportInterval());
    }

    private void probe(MeshPeer peer, Way way) {
        PathKey key = new PathKey(peer.cell(), way);
        probes.computeIfAbsent(key, made -> new PathProbe(made, () -> channels.probing(peer, way), rules, nanoTime));
    }

    private void repeat(Runnable step, Duration interval) {
        var unused = loop.scheduleWithFixedDelay(
                () -> {
                    try {
                        step.run();
                    } catch (RuntimeException e) {
                        // A step that failed would not be scheduled again, and the mesh would stand still in silence.
                        Thread.currentThread()
                                .getUncaughtExceptionHandler()
                                .uncaughtException(Thread.currentThread(), e);
                    }
                },
                0,
                interval.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private void probeAll() {
        probes.values().forEach(PathProbe::probe);
        decideAll();
        tendRelayed();
    }

    private void decideAll() {
        long now = nanoTime.getAsLong();
        Instant at = wall.instant();
        Map<PathKey, PathMeasurement> own = measurements();
        peers.keySet().forEach(peer -> routes.decide(peer, own, reports.all(), now, at));
        peers.values().forEach(peer -> endDead(peer, own));
    }

    private void endDead(MeshPeer peer, Map<PathKey, PathMeasurement> own) {
        route(peer.cell())
                .flatMap(RouteDecision::chosen)
                .ifPresent(chosen -> DeadWays.of(peer.cell(), chosen, own)
                        .forEach(dead -> transports.fail(
                                new WayAddress(peer, dead),
                                Status.UNAVAILABLE.withDescription(
                                        dead + " to " + peer.cell() + " is down; calls go " + chosen + " now"))));
    }

    private void askAll() {
        for (CellId peer : peers.keySet()) {
            Channel channel = upChannel(peer);
            if (channel != null) {
                reports.ask(peer, channel);
            }
        }
    }

    /// A tunnel is measured end to end from when calls take it until a while after the last.
    private void tendRelayed() {
        long now = nanoTime.getAsLong();
        for (MeshPeer peer : peers.values()) {
            route(peer.cell())
                    .flatMap(RouteDecision::chosen)
                    .filter(Way::isRelayed)
                    .ifPresent(way -> {
                        probe(peer, way);
                        relayedUsedNanos.put(new PathKey(peer.cell(), way), now);
                    });
        }
        relayedUsedNanos.entrySet().removeIf(used -> {
            boolean over = now - used.getValue() > rules.relayKept().toNanos();
            if (over) {
                PathProbe probe = probes.remove(used.getKey());
                if (probe != null) {
                    probe.close();
                }
            }
            return over;
        });
    }

    private void rerouted(CellId peer, RouteChange change) {
        endpoints.rerouted(peer, change);
        listener.changed(peer, change);
    }

    private Optional<Duration> latency(PathKey path) {
        PathProbe probe = probes.get(path);
        return probe == null ? Optional.empty() : probe.latency();
    }

    private Optional<PeerRole> role(CellId peer) {
        return route(peer).flatMap(decision -> decision.state().role());
    }

    private @Nullable Channel upChannel(CellId peer) {
        for (Way way : List.of(Way.DIRECT_HTTP3, Way.DIRECT_HTTP2)) {
            PathProbe probe = probes.get(new PathKey(peer, way));
            if (probe != null && probe.measurement(wall.instant()).isUp()) {
                return probe.channel();
            }
        }
        return null;
    }

    /// Tunnels are calls over the measured connection to the relay.
    private @Nullable Channel relayChannel(CellId relay) {
        PathProbe probe = probes.get(new PathKey(relay, Way.DIRECT_HTTP3));
        return probe == null ? null : probe.channel();
    }

    public CellId self() {
        return self;
    }

    public Collection<MeshPeer> peers() {
        return List.copyOf(peers.values());
    }

    public Optional<MeshPeer> peer(CellId cell) {
        return Optional.ofNullable(peers.get(cell));
    }

    public MeshRules rules() {
        return rules;
    }

    public Map<PathKey, PathMeasurement> measurements() {
        Instant at = wall.instant();
        Map<PathKey, PathMeasurement> all = new HashMap<>();
        probes.forEach((key, probe) -> all.put(key, probe.measurement(at)));
        return all;
    }

    public Optional<PathMeasurement> measurement(PathKey key) {
        return Optional.ofNullable(probes.get(key)).map(probe -> probe.measurement(wall.instant()));
    }

    public Optional<RouteDecision> route(CellId peer) {
        return routes.of(peer);
    }

    /// A channel that follows the routes. Its caller closes it.
    ///
    /// @param target `mesh:///cell/service`, or `mesh:///service` for the nearest cell that has one
    /// @param services whose idempotent calls are repeated when they fail UNAVAILABLE
    public ManagedChannel open(String target, ServiceDescriptor... services) {
        return open(target, RepeatableMethod.of(List.of(services)));
    }

    /// As above, where no contract is known.
    public ManagedChannel open(String target, List<RepeatableMethod> repeatable) {
        return channels.routed(target, repeatable);
    }

    @Override
    public void close() {
        loop.shutdownNow();
        probes.values().forEach(PathProbe::close);
    }
}
