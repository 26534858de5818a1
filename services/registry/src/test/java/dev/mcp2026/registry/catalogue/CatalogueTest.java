package dev.mcp2026.registry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.registry.health.HealthState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final CellId SELF = new CellId("c1");
    private static final CellId OTHER = new CellId("c2");

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final HybridLogicalClock clock = new HybridLogicalClock(() -> now, Duration.ofMillis(500));
    private final Catalogue catalogue = new Catalogue(SELF, 7, clock, limits());

    private static CatalogueLimits limits() {
        CatalogueLimits d = CatalogueLimits.defaults();
        return new CatalogueLimits(
                new Limit("mcp.registry.limits.instances", 3, "instances"),
                new Limit("mcp.registry.limits.tenant-instances", 3, "instances"),
                d.endpoints(),
                new Limit("mcp.registry.limits.labels", 2, "labels"),
                d.labelChars(),
                d.checks(),
                d.registrationBytes(),
                d.tombstones(),
                Duration.ofHours(1));
    }

    private Registered register(String instance, int port) {
        return catalogue.register(Samples.leased("web", instance, port), null);
    }

    @Test
    void registeringTheSameAgainChangesNothing() {
        assertThat(register("web-1", 80).outcome()).isEqualTo(Registered.Outcome.CREATED);
        long revision = catalogue.revision();
        assertThat(register("web-1", 80).outcome()).isEqualTo(Registered.Outcome.UNCHANGED);
        assertThat(catalogue.revision()).isEqualTo(revision);
        assertThat(register("web-1", 81).outcome()).isEqualTo(Registered.Outcome.UPDATED);
    }

    @Test
    void anUpdateKeepsTheVerdict() {
        InstanceKey key = register("web-1", 80).entry().key();
        catalogue.judge(key, Samples.verdict(HealthState.UP, "checked"));
        assertThat(register("web-1", 81).entry().state()).isEqualTo(HealthState.UP);
    }

    /// A peer that a cell subscribes to for the first time sends the cell's own records back. The verdict's stamp is
    /// always later than the registration's, which once made each of them look newer than it was.
    @Test
    void anOwnRecordThatComesBackUnchangedIsNotStampedAnew() {
        InstanceKey key = register("web-1", 80).entry().key();
        catalogue.judge(key, Samples.verdict(HealthState.UP, "checked"));
        Entry known = catalogue.get(key);
        long revision = catalogue.revision();
        assertThat(catalogue.join(List.of(known.whole()))).isEmpty();
        assertThat(catalogue.get(key)).isEqualTo(known);
        assertThat(catalogue.revision()).isEqualTo(revision);
    }

    @Test
    void limitsAreNamedWhenHit() {
        register("web-1", 80);
        register("web-2", 80);
        register("web-3", 80);
        assertThatThrownBy(() -> register("web-4", 80)).hasMessageContaining("mcp.registry.limits.instances");
        assertThatThrownBy(() -> catalogue.register(
                        Samples.registration("shop", "web", "web-1", 80, Map.of("a", "1", "b", "2", "c", "3")), null))
                .hasMessageContaining("mcp.registry.limits.labels");
    }

    @Test
    void aTenantHasNoMoreThanItsShareOfACell() {
        CatalogueLimits d = limits();
        Catalogue shared = new Catalogue(
                SELF,
                7,
                clock,
                new CatalogueLimits(
                        new Limit("mcp.registry.limits.instances", 10, "instances"),
                        new Limit("mcp.registry.limits.tenant-instances", 2, "instances"),
                        d.endpoints(),
                        d.labels(),
                        d.labelChars(),
                        d.checks(),
                        d.registrationBytes(),
                        d.tombstones(),
                        d.tombstoneTtl()));
        InstanceKey first = shared.register(Samples.leased("web", "web-1", 80), null)
                .entry()
                .key();
        shared.register(Samples.leased("web", "web-2", 80), null);
        assertThatThrownBy(() -> shared.register(Samples.leased("web", "web-3", 80), null))
                .hasMessageContaining("mcp.registry.limits.tenant-instances");
        shared.register(Samples.registration("other", "web", "web-3", 80, Map.of()), null);
        shared.deregister(first);
        shared.register(Samples.leased("web", "web-3", 80), null);
    }

    /// A wall clock that was set back between two lives.
    @Test
    void aRemovalFromTheFutureDoesNotHideWhatIsRegisteredNow() {
        InstanceKey key = own("web-1", 80, HlcTimestamp.ZERO).key();
        catalogue.restoreRemoval(key, HlcTimestamp.of(now.toEpochMilli() + 60_000, 0));
        assertThat(register("web-1", 80).entry().deleted()).isFalse();
        assertThat(catalogue.get(key).deleted()).isFalse();
    }

    @Test
    void changesAreReadOnceAtTheirLastPlace() {
        register("web-1", 80);
        register("web-2", 80);
        long cursor = catalogue.revision();
        register("web-1", 81);
        register("web-1", 82);
        Changes changes = catalogue.changesAfter(cursor, 10);
        assertThat(changes.entries())
                .singleElement()
                .satisfies(entry -> assertThat(
                                entry.registration().endpoints().getFirst().port())
                        .isEqualTo(82));
        assertThat(changes.revision()).isEqualTo(catalogue.revision());
    }

    @Test
    void aDeltaCarriesOnlyWhatChanged() {
        InstanceKey key = register("web-1", 80).entry().key();
        long cursor = catalogue.revision();
        catalogue.judge(key, Samples.verdict(HealthState.DOWN, "refused"));
        Delta delta = catalogue.changesAfter(cursor, 10).entries().getFirst().deltaSince(cursor);
        assertThat(delta.carriesRegistration()).isFalse();
        assertThat(delta.verdict().state()).isEqualTo(HealthState.DOWN);
    }

    @Test
    void aStampFromTheFarFutureIsRefusedAndNothingOfTheBatchApplied() {
        Delta good = remote("web-1", HlcTimestamp.of(now.toEpochMilli(), 0));
        Delta far = remote("web-2", HlcTimestamp.of(now.toEpochMilli() + 60_000, 0));
        assertThatThrownBy(() -> catalogue.join(List.of(good, far)))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.CLOCK_SKEW));
        assertThat(catalogue.scan(Selector.service(good.key().tenant(), null), null))
                .isEmpty();
    }

    @Test
    void anOldCopyOfAnOwnRecordDoesNotBeatWhatThisProcessWrote() {
        InstanceKey key = register("web-1", 81).entry().key();
        HlcTimestamp earlierLife = HlcTimestamp.of(now.toEpochMilli() + 400, 0);
        Delta old = new Delta(key, earlierLife, false, Samples.leased("web", "web-1", 80), HlcTimestamp.ZERO, null);
        catalogue.join(List.of(old));
        Entry entry = catalogue.get(key);
        assertThat(entry.registration().endpoints().getFirst().port()).isEqualTo(81);
        assertThat(entry.registrationStamp()).isGreaterThan(earlierLife);
    }

    @Test
    void recordsLostInARestartComeBackFromAPeerTheNewestCopyWinning() {
        Delta older = own("web-1", 80, HlcTimestamp.of(now.toEpochMilli() - 20, 0));
        Delta newer = own("web-1", 81, HlcTimestamp.of(now.toEpochMilli() - 10, 0));
        catalogue.join(List.of(newer));
        catalogue.join(List.of(older));
        assertThat(catalogue
                        .get(older.key())
                        .registration()
                        .endpoints()
                        .getFirst()
                        .port())
                .isEqualTo(81);
    }

    @Test
    void aSilentOwnersRecordsAreKeptAndMarked() {
        catalogue.join(List.of(remote("web-1", clock.now())));
        long before = catalogue.revision();
        catalogue.markStale(OTHER, now);
        assertThat(catalogue.staleSince(OTHER)).isEqualTo(now);
        assertThat(catalogue.changesAfter(before, 10).entries()).hasSize(1);
        assertThat(catalogue.changesAfter(before, 10).entries().getFirst().deltaSince(before))
                .as("staleness is each cell's own view and is not replicated")
                .isNull();
        catalogue.markStale(OTHER, null);
        assertThat(catalogue.staleSince(OTHER)).isNull();
    }

    @Test
    void aReaderBehindACompactedTombstoneMustStartAfresh() {
        InstanceKey key = register("web-1", 80).entry().key();
        long cursor = catalogue.revision();
        catalogue.deregister(key);
        assertThat(catalogue.resumable(7, cursor)).isTrue();
        now = now.plus(Duration.ofHours(2));
        catalogue.compact(now);
        assertThat(catalogue.resumable(7, cursor)).isFalse();
        assertThat(catalogue.resumable(7, catalogue.revision())).isTrue();
        assertThat(catalogue.resumable(8, catalogue.revision()))
                .as("another process")
                .isFalse();
    }

    @Test
    void theDigestIsThatOfTheRecordsAlone() {
        Catalogue replica = new Catalogue(OTHER, 9, clock, CatalogueLimits.defaults());
        InstanceKey key = register("web-1", 80).entry().key();
        register("web-2", 80);
        catalogue.deregister(key);
        replica.join(catalogue.ofOrigin(SELF).map(Entry::whole).toList());
        assertThat(replica.digest(SELF)).isEqualTo(catalogue.digest(SELF));
        register("web-2", 81);
        assertThat(replica.digest(SELF)).isNotEqualTo(catalogue.digest(SELF));
    }

    @Test
    void aTombstoneIsAsYoungAsTheLastRemoval() {
        InstanceKey key = register("web-1", 80).entry().key();
        catalogue.deregister(key);
        now = now.plus(Duration.ofMinutes(50));
        register("web-1", 80);
        catalogue.deregister(key);
        now = now.plus(Duration.ofMinutes(30));
        catalogue.compact(now);
        assertThat(catalogue.get(key)).isNotNull();
        now = now.plus(Duration.ofMinutes(31));
        catalogue.compact(now);
        assertThat(catalogue.get(key)).isNull();
    }

    @Test
    void whatIsRegisteredAgainAfterItCameBackIsNotRemovedByAPeersOlderTombstone() {
        HlcTimestamp old = HlcTimestamp.of(now.toEpochMilli() - 100, 0);
        Delta back = own("web-1", 80, old);
        catalogue.join(List.of(back));
        assertThat(register("web-1", 80).outcome()).isEqualTo(Registered.Outcome.UNCHANGED);
        HlcTimestamp removal = HlcTimestamp.of(now.toEpochMilli() - 50, 0);
        catalogue.join(List.of(new Delta(back.key(), removal, true, null, HlcTimestamp.ZERO, null)));
        assertThat(catalogue.get(back.key()).deleted()).isFalse();
    }

    @Test
    void aRemovalOfAnEarlierLifeYieldsToALaterRegistrationThatAPeerRemembers() {
        Delta later = own("web-1", 80, HlcTimestamp.of(now.toEpochMilli() - 10, 0));
        catalogue.restoreRemoval(later.key(), HlcTimestamp.of(now.toEpochMilli() - 20, 0));
        catalogue.join(List.of(later));
        assertThat(catalogue.get(later.key()).deleted()).isFalse();
    }

    @Test
    void whatWasAdmittedOnceIsRestoredThoughALimitWasLowered() {
        for (int i = 0; i < 5; i++) {
            catalogue.restore(Samples.declared("web", "web-" + i, 80, Map.of("a", "1", "b", "2", "c", "3")));
        }
        assertThat(catalogue.ofOrigin(SELF)).hasSize(5);
        assertThatThrownBy(() -> catalogue.requireAdmissible(Samples.leased("web", "web-9", 80)))
                .hasMessageContaining("mcp.registry.limits.instances");
    }

    private static Delta remote(String instance, HlcTimestamp stamp) {
        Registration registration = Samples.leased("web", instance, 80);
        InstanceKey key =
                new InstanceKey(OTHER, registration.tenant(), registration.service(), registration.instance());
        return new Delta(key, stamp, false, registration, HlcTimestamp.ZERO, null);
    }

    private static Delta own(String instance, int port, HlcTimestamp stamp) {
        Registration registration = Samples.leased("web", instance, port);
        InstanceKey key = new InstanceKey(SELF, registration.tenant(), registration.service(), registration.instance());
        return new Delta(key, stamp, false, registration, HlcTimestamp.ZERO, null);
    }
}
