package dev.mcp2026.mesh.node;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.mesh.balance.Endpoint;
import dev.mcp2026.mesh.balance.EndpointId;
import dev.mcp2026.mesh.balance.EndpointSource;
import dev.mcp2026.mesh.balance.Handover;
import dev.mcp2026.mesh.balance.Locality;
import dev.mcp2026.mesh.balance.MeshTarget;
import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.Way;
import dev.mcp2026.mesh.route.RouteChange;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The peers as endpoints of channels, each reached by the route that was chosen last.
final class RoutedEndpoints implements EndpointSource {
    /// A peer of the mesh is one process of its service.
    private static final InstanceId ONLY = new InstanceId("mesh");

    private final CellId self;
    private final Collection<MeshPeer> peers;
    private final Function<PathKey, Optional<Duration>> latency;
    private final Function<CellId, Optional<dev.mcp2026.mesh.path.PeerRole>> role;
    private final Map<CellId, Chosen> chosen = new HashMap<>();
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    private record Chosen(@Nullable Way way, Handover handover, String reason) {}

    private record Subscriber(MeshTarget target, Observer observer) {}

    RoutedEndpoints(
            CellId self,
            Collection<MeshPeer> peers,
            Function<PathKey, Optional<Duration>> latency,
            Function<CellId, Optional<dev.mcp2026.mesh.path.PeerRole>> role) {
        this.self = self;
        this.peers = List.copyOf(peers);
        this.latency = latency;
        this.role = role;
    }

    @Override
    public synchronized Subscription subscribe(MeshTarget target, Observer observer) {
        Subscriber subscriber = new Subscriber(target, observer);
        subscribers.add(subscriber);
        tell(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    synchronized void rerouted(CellId peer, RouteChange change) {
        Handover handover = change.cause() == RouteChange.Cause.DEAD ? Handover.AT_ONCE : Handover.WHEN_READY;
        chosen.put(peer, new Chosen(change.to().orElse(null), handover, change.reason()));
        subscribers.stream()
                .filter(each ->
                        each.target.cell().isEmpty() || each.target.cell().get().equals(peer))
                .forEach(this::tell);
    }

    private void tell(Subscriber subscriber) {
        List<MeshPeer> meant = peers.stream()
                .filter(peer -> subscriber.target.service().value().equals(peer.service()))
                .filter(peer -> subscriber.target.cell().isEmpty()
                        || subscriber.target.cell().get().equals(peer.cell()))
                .toList();
        if (meant.isEmpty()) {
            subscriber.observer.none(subscriber.target + " is no peer of " + self + ": see mcp.mesh.peers");
            return;
        }
        List<Endpoint> endpoints =
                meant.stream().flatMap(peer -> endpoint(peer).stream()).toList();
        if (!endpoints.isEmpty()) {
            subscriber.observer.endpoints(endpoints);
            return;
        }
        // Before the first decision nothing is said, and calls wait for it.
        meant.stream()
                .map(peer -> chosen.get(peer.cell()))
                .filter(known -> known != null)
                .findFirst()
                .ifPresent(known -> subscriber.observer.none(known.reason()));
    }

    private Optional<Endpoint> endpoint(MeshPeer peer) {
        Chosen known = chosen.get(peer.cell());
        if (known == null || known.way() == null) {
            return Optional.empty();
        }
        PathKey path = new PathKey(peer.cell(), known.way());
        return Optional.of(new Endpoint(
                new EndpointId(peer.cell(), new ServiceName(peer.service()), ONLY),
                new WayAddress(peer, known.way()),
                known.way(),
                Locality.of(self, peer.cell(), role.apply(peer.cell())),
                known.handover(),
                () -> latency.apply(path)));
    }
}
