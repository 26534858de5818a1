package dev.mcp2026.registry.app;

import dev.mcp2026.kernel.clock.CoarseWall;
import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.mesh.node.MeshPeer;
import dev.mcp2026.proto.registry.v1.ReplicationGrpc;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.durable.LoadedDeclarations;
import dev.mcp2026.registry.durable.StoredDeclarations;
import dev.mcp2026.registry.health.HealthMonitor;
import dev.mcp2026.registry.health.lease.LeaseRules;
import dev.mcp2026.registry.operations.Access;
import dev.mcp2026.registry.operations.CellDirectory;
import dev.mcp2026.registry.operations.DeclaredInstances;
import dev.mcp2026.registry.operations.Explanations;
import dev.mcp2026.registry.operations.InstanceLocks;
import dev.mcp2026.registry.operations.RegistryOperations;
import dev.mcp2026.registry.replication.AntiEntropy;
import dev.mcp2026.registry.replication.DeltaSink;
import dev.mcp2026.registry.replication.PeerLink;
import dev.mcp2026.registry.replication.ReplicationSettings;
import dev.mcp2026.registry.replication.Replicator;
import dev.mcp2026.registry.replication.grpc.ChannelFactory;
import dev.mcp2026.registry.replication.grpc.GrpcPeerTransport;
import dev.mcp2026.registry.replication.grpc.ReplicationEndpoint;
import dev.mcp2026.servicekit.idempotency.IdempotencyKeys;
import dev.mcp2026.servicekit.mesh.Mesh;
import dev.mcp2026.servicekit.mesh.MeshConfig;
import dev.mcp2026.servicekit.mesh.MeshPeers;
import dev.mcp2026.servicekit.principal.TrustConfig;
import dev.mcp2026.servicekit.store.StoreConfig;
import dev.mcp2026.servicekit.tls.SvidSource;
import dev.mcp2026.store.Store;
import dev.mcp2026.trust.Role;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Makes the registry's objects from its configuration, once each.
@Singleton
public class Assembly {
    @Produces
    @Singleton
    InstantSource wall() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    CellId self(CellConfig config) {
        return new CellId(config.id());
    }

    @Produces
    @Singleton
    HybridLogicalClock clock(InstantSource wall, ClockConfig config) {
        return new HybridLogicalClock(new CoarseWall(wall), config.maxAhead());
    }

    /// With the declared instances in it, since the gRPC server answers before the application's start event: a cell
    /// must not be asked while it looks as if it had none.
    @Produces
    @Singleton
    Catalogue catalogue(CellId self, HybridLogicalClock clock, RegistryConfig config, LoadedDeclarations declared) {
        Catalogue catalogue =
                new Catalogue(self, new SecureRandom().nextLong(), clock, Settings.limits(config.limits()));
        declared.loadInto(catalogue);
        return catalogue;
    }

    @Produces
    @Singleton
    LoadedDeclarations declared(
            Store store, StoreConfig config, CellId self, HybridLogicalClock clock, InstanceLocks locks) {
        return new LoadedDeclarations(
                new StoredDeclarations(store, self, clock), store::status, locks, config.loadRetry());
    }

    @Produces
    @Singleton
    InstanceLocks locks() {
        return new InstanceLocks();
    }

    @Produces
    @Singleton
    HealthMonitor health(CellId self, InstantSource wall, Catalogue catalogue, HealthConfig config) {
        return new HealthMonitor(
                self,
                wall,
                System::nanoTime,
                new Random(),
                Settings.health(config),
                Settings.probes(config.probe()),
                catalogue::judge);
    }

    @Produces
    @Singleton
    InstanceTracking tracking(Catalogue catalogue, HealthMonitor health, RegistryConfig config, InstanceLocks locks) {
        RegistryConfig.Leases leases = config.leases();
        return new InstanceTracking(
                catalogue,
                health,
                new LeaseRules(leases.window(), leases.massMin(), leases.massShare(), leases.holdFor()),
                locks,
                System::nanoTime);
    }

    @Produces
    @Singleton
    DeltaSink sink(Catalogue catalogue, InstanceTracking tracking, DeclaredInstances declared, InstanceLocks locks) {
        return new DeltaSink(catalogue, new Recovery(tracking, declared, locks)::recovered);
    }

    @Produces
    @Singleton
    ReplicationEndpoint.Version version(
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "dev") String version) {
        return new ReplicationEndpoint.Version(version);
    }

    @Produces
    @Singleton
    Replicator replicator(
            CellId self,
            Catalogue catalogue,
            DeltaSink sink,
            InstantSource wall,
            RegistryConfig config,
            TrustConfig trust,
            SvidSource svids,
            Mesh mesh,
            MeshConfig meshConfig,
            ReplicationEndpoint.Version version) {
        ReplicationSettings settings = Settings.replication(config.replication());
        List<PeerLink> links = new ArrayList<>();
        // The links ask for the owners heard directly, which only the replicator made of them knows.
        LiveOrigins live = new LiveOrigins();
        Settings.peers(config.peers().orElse(List.of()), self).forEach((peer, address) -> {
            ChannelFactory channels = meshConfig.enabled()
                    ? () -> mesh.node().open("mesh:///" + peer + "/registry", ReplicationGrpc.getServiceDescriptor())
                    : new SpiffeChannels(svids, address, new Role.CellService(peer, "registry").in(trust.domain()));
            links.add(new PeerLink(
                    self,
                    peer,
                    version.value(),
                    new GrpcPeerTransport(self, address, channels, wall),
                    sink,
                    settings,
                    wall,
                    System::nanoTime,
                    new Random(),
                    live::get));
        });
        AntiEntropy antiEntropy = new AntiEntropy(catalogue, sink, settings.sweepMaxShare());
        Replicator replicator = new Replicator(catalogue, links, antiEntropy, settings, wall, System::nanoTime);
        live.from(replicator);
        return replicator;
    }

    @Produces
    @Singleton
    MeshPeers meshPeers(CellId self, RegistryConfig config) {
        List<MeshPeer> known = new ArrayList<>();
        Settings.peers(config.peers().orElse(List.of()), self)
                .forEach((cell, address) -> known.add(MeshPeer.of(cell, "registry", address)));
        return new MeshPeers(known);
    }

    @Produces
    @Singleton
    Explanations explanations(Catalogue catalogue, HealthMonitor health, InstantSource wall) {
        return new Explanations(catalogue, health, wall);
    }

    @Produces
    @Singleton
    RegistryOperations operations(
            Access access,
            Catalogue catalogue,
            InstanceTracking tracking,
            DeclaredInstances declared,
            RegistryConfig config,
            InstanceLocks locks,
            Explanations explanations) {
        var keys = new IdempotencyKeys(
                config.idempotency().keys(), config.idempotency().ttl());
        return new RegistryOperations(access, catalogue, tracking, declared, keys, locks, explanations);
    }

    @Produces
    @Singleton
    CellDirectory cells(
            Access access,
            Catalogue catalogue,
            Replicator replicator,
            Store store,
            ReplicationEndpoint.Version version,
            @ConfigProperty(name = "quarkus.grpc.server.host") String host,
            @ConfigProperty(name = "quarkus.grpc.server.port") int port,
            @ConfigProperty(name = "mcp.cell.address") Optional<String> address) {
        return new CellDirectory(
                access,
                catalogue,
                replicator,
                address.orElse(host + ":" + port),
                version.value(),
                () -> store.status().mode().name());
    }
}
