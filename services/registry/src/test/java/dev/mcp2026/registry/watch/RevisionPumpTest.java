package dev.mcp2026.registry.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.Changes;
import dev.mcp2026.registry.catalogue.EncodedBytes;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Samples;
import dev.mcp2026.testkit.await.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevisionPumpTest {
    private final Catalogue catalogue = new Catalogue(
            new CellId("c1"),
            7,
            new HybridLogicalClock(InstantSource.system(), Duration.ofMillis(500)),
            CatalogueLimits.defaults());

    private static final class Reader implements RevisionPump.Sink {
        final List<Changes> batches = new CopyOnWriteArrayList<>();
        volatile boolean ready = true;
        volatile @Nullable Throwable failure;

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }

        @Override
        public void accept(Changes changes) {
            batches.add(changes);
        }

        @Override
        public void failed(Throwable thrown) {
            failure = thrown;
        }
    }

    private static void until(String what, java.util.concurrent.Callable<Boolean> goal) {
        Await.until(what, Duration.ofSeconds(10), goal);
    }

    private InstanceKey register(String instance) {
        return catalogue
                .register(Samples.leased("web", instance, 80), null)
                .entry()
                .key();
    }

    /// Removes it, and then the memory of it.
    private void forget(InstanceKey key) {
        catalogue.deregister(key);
        catalogue.compact(Instant.now().plus(Duration.ofDays(2)));
    }

    @Test
    void largeRecordsGoInSeveralMessagesAndNoneIsLost() {
        for (int i = 0; i < 100; i++) {
            catalogue.register(Samples.large("web", "web-" + i), null);
        }
        Reader reader = new Reader();
        try (RevisionPump pump = new RevisionPump(catalogue, 0, 256, reader).start()) {
            until("caught up", () -> pump.cursor() == catalogue.revision());
        }
        assertThat(reader.batches)
                .hasSizeGreaterThan(3)
                .allSatisfy(batch -> assertThat(batch.entries().stream()
                                .mapToLong(EncodedBytes::of)
                                .sum())
                        .isLessThanOrEqualTo(EncodedBytes.MESSAGE_MAX))
                .allSatisfy(batch -> assertThat(batch.revision())
                        .isEqualTo(batch.entries().getLast().revision()));
        assertThat(reader.batches.subList(0, reader.batches.size() - 1)).allMatch(Changes::more);
        assertThat(reader.batches.getLast().more()).isFalse();
        assertThat(reader.batches.stream().flatMap(b -> b.entries().stream()).map(Entry::key))
                .hasSize(100)
                .doesNotHaveDuplicates();
    }

    @Test
    void aReaderBehindForgottenRemovalsIsToldToStartAfresh() {
        InstanceKey key = register("web-1");
        Reader reader = new Reader();
        try (RevisionPump pump = new RevisionPump(catalogue, 0, 256, reader).start()) {
            until("caught up", () -> pump.cursor() == catalogue.revision());
            reader.ready = false;
            forget(key);
            register("web-2");
            reader.ready = true;
            pump.changed();
            until("ended", () -> reader.failure != null);
            assertThat(reader.failure)
                    .isInstanceOfSatisfying(
                            FaultException.class,
                            e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.UNAVAILABLE));
        }
    }

    @Test
    void whoeverKnowsNothingNeedNotHearOfForgottenRemovals() {
        forget(register("web-1"));
        register("web-2");
        Reader reader = new Reader();
        try (RevisionPump pump = new RevisionPump(catalogue, 0, 256, reader).start()) {
            until("caught up", () -> pump.cursor() == catalogue.revision());
            assertThat(reader.failure).isNull();
            assertThat(reader.batches.getFirst().entries()).hasSize(1);
        }
    }
}
