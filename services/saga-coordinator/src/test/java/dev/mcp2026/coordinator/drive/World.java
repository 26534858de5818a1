package dev.mcp2026.coordinator.drive;

import dev.mcp2026.coordinator.log.Ownership;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.testkit.sim.ClockShape;
import dev.mcp2026.testkit.sim.NetworkShape;
import dev.mcp2026.testkit.sim.NodeId;
import dev.mcp2026.testkit.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Some coordinators, the store that they share, and the participants; with the promises that hold after each step.
final class World implements AutoCloseable {
    static final CellId CELL = new CellId("cell1");
    private static final String OPEN = "saga/" + CELL + "/open/";
    static final String ONE_DRIVER_EACH = "oneDriverEach";
    static final String LETS_GO_IN_TIME = "letsGoInTime";
    /// After its lease is over a coordinator may have to wait for writes that are under way before it has let go.
    private static final Duration LETS_GO = SimCoordinator.TTL.multipliedBy(3);
    private static final NetworkShape NEAR =
            new NetworkShape(Duration.ofMillis(1), Duration.ofMillis(15), 0.005, 0, 0.3);
    /// Such that a round's claims take longer than the lease lives.
    private static final NetworkShape FAR =
            new NetworkShape(Duration.ofMillis(40), Duration.ofMillis(150), 0.005, 0, 0.3);
    private static final int ONE_IS_FAR_IN = 4;
    static final NetworkShape TO_SHOP = new NetworkShape(Duration.ofMillis(1), Duration.ofMillis(300), 0.08, 0.02, 0.5);
    private static final double MOST_DRIFT_PPM = 200_000;
    private static final int MOST_SKEW_MILLIS = 2_000;
    private static final double REFUSED = 0.08;

    private final Simulation sim;
    private final NodeId store;
    private final NodeId shop;
    private final NetworkShape toStore;
    private final List<NodeId> coordinators = new ArrayList<>();
    private long checkedRevision = -1;
    private long checkedMillis = -1;

    World(Simulation sim) {
        this.sim = sim;
        RandomGenerator random = sim.random();
        toStore = random.nextInt(ONE_IS_FAR_IN) == 0 ? FAR : NEAR;
        int page = random.nextBoolean() ? 3 : 100;
        store = sim.add("store", context -> new StoreNode(context, page));
        NodeId follower = sim.add("follower", context -> new FollowerNode(context, () -> store().tables()));
        shop = sim.add("shop", context -> new ShopNode(context, REFUSED));
        int size = 2 + random.nextInt(3);
        for (int i = 0; i < size; i++) {
            ClockShape clock = new ClockShape(
                    Duration.ofMillis(random.nextInt(-MOST_SKEW_MILLIS, MOST_SKEW_MILLIS)),
                    random.nextDouble(-MOST_DRIFT_PPM, MOST_DRIFT_PPM));
            coordinators.add(
                    sim.add("c" + i, clock, context -> new SimCoordinator(context, store, follower, shop, this::shop)));
        }
        usualLines();
        for (String promise :
                List.of(LogChecks.ONLY_THE_OWNER_WRITES, LogChecks.EPOCHS_GROW, LogChecks.NO_GAP_IN_A_LOG)) {
            sim.invariant(
                    promise,
                    () -> node(store, StoreNode.class).flatMap(s -> s.checks().violation(promise)));
        }
        for (String promise : List.of(ShopNode.EVERY_EFFECT_ONCE, ShopNode.NO_STALE_CALL)) {
            sim.invariant(promise, () -> node(shop, ShopNode.class).flatMap(s -> s.violation(promise)));
        }
        sim.invariant(ONE_DRIVER_EACH, this::twoDrivers);
        sim.invariant(LETS_GO_IN_TIME, this::holdsOn);
    }

    Simulation sim() {
        return sim;
    }

    NodeId storeId() {
        return store;
    }

    NodeId shopId() {
        return shop;
    }

    List<NodeId> coordinators() {
        return coordinators;
    }

    StoreNode store() {
        return node(store, StoreNode.class).orElseThrow();
    }

    ShopNode shop() {
        return node(shop, ShopNode.class).orElseThrow();
    }

    Optional<SimCoordinator> coordinator(NodeId id) {
        return node(id, SimCoordinator.class);
    }

    private <T> Optional<T> node(NodeId id, Class<T> type) {
        return sim.node(id).map(type::cast);
    }

    List<SimCoordinator> running() {
        return coordinators.stream()
                .map(this::coordinator)
                .flatMap(Optional::stream)
                .toList();
    }

    /// Its memory is gone, and what it was doing; what it has sent is on its way.
    void kill(NodeId id) {
        coordinator(id).ifPresent(SimCoordinator::kill);
        sim.crash(id);
    }

    /// All is as it should be from now on.
    void recover() {
        sim.healAll();
        usualLines();
        running().forEach(SimCoordinator::goOn);
        coordinators.forEach(sim::restart);
    }

    private void usualLines() {
        for (NodeId each : coordinators) {
            usualStore(each);
            shape(each, shop, TO_SHOP);
        }
    }

    void usualStore(NodeId one) {
        shape(one, store, toStore);
    }

    /// Of the line between the two, both ways.
    void shape(NodeId one, NodeId other, NetworkShape shape) {
        sim.network(one, other, shape);
        sim.network(other, one, shape);
    }

    /// Whether no saga is to be carried on.
    boolean allEnded() {
        return !store().tables().hasAny(OPEN);
    }

    /// Sagas that are to be carried on, with who owns their shards and who drives them.
    String open() {
        return store().tables().under(new KeyPrefix(OPEN), null).stream()
                .map(entry -> entry.key().value())
                .map(key -> new SagaId(key.substring(key.lastIndexOf('/') + 1)))
                .map(id -> id + " of shard " + id.shard() + " owned by " + owners(id.shard()) + ", driven by "
                        + drivers(id))
                .collect(Collectors.joining("\n"));
    }

    private List<Ownership> owners(Shard shard) {
        return running().stream()
                .flatMap(each -> Stream.ofNullable(each.driver().owned().get(shard)))
                .toList();
    }

    private List<NodeId> drivers(SagaId id) {
        return coordinators.stream()
                .filter(each ->
                        coordinator(each).filter(c -> c.driver().drives(id)).isPresent())
                .toList();
    }

    /// No two drive a shard with the same claim, and of those with different claims one at most has that in the store.
    private Optional<String> twoDrivers() {
        long revision = store().tables().revision();
        if (revision == checkedRevision) {
            return Optional.empty();
        }
        checkedRevision = revision;
        record Claim(Shard shard, long epoch) {}
        Map<Claim, NodeId> drivers = new HashMap<>();
        for (NodeId id : coordinators) {
            Map<Shard, Ownership> owned =
                    coordinator(id).map(c -> c.driver().owned()).orElse(Map.of());
            for (Ownership each : owned.values()) {
                NodeId other = drivers.putIfAbsent(new Claim(each.shard(), each.epoch()), id);
                if (other != null || !each.coordinator().equals(id.value())) {
                    return Optional.of(id + " and " + other + " drive " + each);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> holdsOn() {
        long millis = sim.elapsed().toMillis();
        if (millis / 50 == checkedMillis / 50) {
            return Optional.empty();
        }
        checkedMillis = millis;
        for (NodeId id : coordinators) {
            SimCoordinator each = coordinator(id).orElse(null);
            if (each != null
                    && !each.isPaused()
                    && each.unrenewed().compareTo(LETS_GO) > 0
                    && !each.driver().owned().isEmpty()) {
                return Optional.of(id + " could not renew its lease for " + each.unrenewed() + " and drives "
                        + each.driver().owned().size() + " shards");
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        running().forEach(SimCoordinator::kill);
    }
}
