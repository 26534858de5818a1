package dev.mcp2026.registry.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.Delta;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.catalogue.Samples;
import dev.mcp2026.registry.operations.DeclaredInstances;
import dev.mcp2026.registry.operations.FollowedInstances;
import dev.mcp2026.registry.operations.InstanceLocks;
import dev.mcp2026.store.StoreMode;
import dev.mcp2026.store.StoreStatus;
import dev.mcp2026.testkit.await.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A store that answers late, or with an old copy first.
class LoadedDeclarationsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final CellId SELF = new CellId("cell1");

    private final Catalogue catalogue = new Catalogue(
            SELF,
            7,
            new HybridLogicalClock(InstantSource.system(), Duration.ofMillis(500)),
            CatalogueLimits.defaults());
    private final Shelf shelf = new Shelf();
    private final FollowedInstances followed = new FollowedInstances();
    private final LoadedDeclarations declared =
            new LoadedDeclarations(shelf, () -> shelf.status, new InstanceLocks(), Duration.ofMillis(2));

    @AfterEach
    void close() {
        declared.close();
    }

    @Test
    void aStoreThatAnswersIsLoadedAtOnce() {
        shelf.put(declared("web", 80));

        declared.loadInto(catalogue);

        assertThat(declared.complete()).isTrue();
        assertThat(port("web")).contains(80);
        declared.save(declared("web", 81));
        declared.remove(key("web"));
        assertThat(shelf.all).isEmpty();
    }

    @Test
    void aStoreThatAnswersLateIsLoadedInTheBackgroundAndTakesNoWritesBefore() {
        shelf.put(declared("web", 80));
        shelf.fault = FaultKind.UNAVAILABLE;
        shelf.mode(StoreMode.READ_ONLY);

        declared.loadInto(catalogue);
        declared.start(catalogue, followed);

        assertThat(declared.complete()).isFalse();
        assertThat(port("web")).isEmpty();
        assertReadOnly();
        // It can be written again, but an answer to the load may be on its way: still refused.
        shelf.mode(StoreMode.READ_WRITE);
        assertReadOnly();

        shelf.fault = null;
        Await.until("loaded", SOON, declared::complete);
        assertThat(port("web")).contains(80);
        assertThat(followed.followed).containsExactly(key("web"));
        declared.save(declared("web", 81));
    }

    @Test
    void anOldCopyIsShownAndCorrected() {
        shelf.mode(StoreMode.READ_ONLY);
        shelf.put(declared("kept", 1));
        shelf.put(declared("changed", 1));
        shelf.put(declared("removed", 1));

        declared.loadInto(catalogue);
        declared.start(catalogue, followed);
        assertThat(declared.complete()).isFalse();
        assertThat(port("removed")).contains(1);

        shelf.all.remove(key("removed"));
        shelf.put(declared("changed", 2));
        shelf.put(declared("added", 2));
        shelf.mode(StoreMode.READ_WRITE);
        Await.until("loaded", SOON, declared::complete);
        assertThat(port("kept")).contains(1);
        assertThat(port("changed")).contains(2);
        assertThat(port("added")).contains(2);
        assertThat(port("removed")).isEmpty();
        assertThat(followed.gone).containsExactly(key("removed"));
    }

    /// It was removed while a peer was cut off, this cell started without its store, and the peer was faster.
    @Test
    void whatAPeerBroughtBackMeanwhileIsRemovedByAnEarlierLifesRemoval() {
        shelf.fault = FaultKind.UNAVAILABLE;
        declared.loadInto(catalogue);
        HlcTimestamp before = HlcTimestamp.of(System.currentTimeMillis() - 2000, 0);
        catalogue.join(List.of(new Delta(key("web"), before, false, declared("web", 80), HlcTimestamp.ZERO, null)));
        assertThat(port("web")).contains(80);
        shelf.removed.put(key("web"), HlcTimestamp.of(System.currentTimeMillis() - 1000, 0));
        shelf.fault = null;
        declared.start(catalogue, followed);
        Await.until("loaded", SOON, declared::complete);
        assertThat(port("web")).isEmpty();
        assertThat(followed.gone).containsExactly(key("web"));
    }

    @Test
    void whatWasLeasedMeanwhileIsNotReplaced() {
        shelf.put(declared("web", 80));
        shelf.fault = FaultKind.UNAVAILABLE;
        declared.loadInto(catalogue);
        catalogue.register(Samples.leased("web", "web", 99), null);
        shelf.fault = null;

        declared.start(catalogue, followed);

        Await.until("loaded", SOON, declared::complete);
        assertThat(port("web")).contains(99);
    }

    @Test
    void aStoreThatRefusesTheReadItselfEndsTheStart() {
        shelf.fault = FaultKind.PERMISSION_DENIED;
        assertThatThrownBy(() -> declared.loadInto(catalogue)).isInstanceOf(FaultException.class);
    }

    private void assertReadOnly() {
        assertThatThrownBy(() -> declared.save(declared("new", 1)))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("not loaded")
                .satisfies(e -> assertThat(((FaultException) e).fault().kind()).isEqualTo(FaultKind.READ_ONLY));
        assertThatThrownBy(() -> declared.remove(key("web"))).isInstanceOf(FaultException.class);
    }

    private Optional<Integer> port(String name) {
        return Optional.ofNullable(catalogue.get(key(name)))
                .map(Entry::registration)
                .map(registration -> registration.endpoints().getFirst().port());
    }

    private static InstanceKey key(String name) {
        Registration r = declared(name, 1);
        return new InstanceKey(SELF, r.tenant(), r.service(), r.instance());
    }

    private static Registration declared(String name, int port) {
        Registration r = Samples.registration("shop", name, name, port, Map.of());
        return new Registration(
                r.tenant(),
                r.service(),
                r.instance(),
                r.endpoints(),
                r.region(),
                r.zone(),
                r.labels(),
                r.checks(),
                null);
    }

    /// What is stored, and whether it can be had.
    private static final class Shelf implements DeclaredInstances {
        final Map<InstanceKey, Registration> all = new ConcurrentHashMap<>();
        final Map<InstanceKey, HlcTimestamp> removed = new ConcurrentHashMap<>();
        volatile FaultKind fault;
        volatile StoreStatus status = new StoreStatus(StoreMode.READ_WRITE, "", Instant.EPOCH);

        void mode(StoreMode mode) {
            status = new StoreStatus(mode, "said so", Instant.EPOCH);
        }

        void put(Registration registration) {
            all.put(key(registration.service().value()), registration);
        }

        @Override
        public void save(Registration registration) {
            put(registration);
        }

        @Override
        public void remove(InstanceKey key) {
            all.remove(key);
        }

        @Override
        public Contents load() {
            if (fault != null) {
                throw Faults.of(fault, "no answer", "");
            }
            return new Contents(List.copyOf(all.values()), Map.copyOf(removed));
        }

        @Override
        public boolean holds(InstanceKey key) {
            return all.containsKey(key);
        }

        @Override
        public void requireLoaded() {}

        @Override
        public void forgetRemovals(Instant deadline, long max) {}
    }
}
