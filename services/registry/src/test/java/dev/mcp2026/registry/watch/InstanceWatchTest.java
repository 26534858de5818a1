package dev.mcp2026.registry.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.EncodedBytes;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Samples;
import dev.mcp2026.registry.catalogue.Selector;
import dev.mcp2026.testkit.await.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstanceWatchTest {
    private final Catalogue catalogue = new Catalogue(
            new CellId("c1"),
            7,
            new HybridLogicalClock(InstantSource.system(), Duration.ofMillis(500)),
            CatalogueLimits.defaults());

    private static final class Reader implements InstanceWatch.Client {
        final List<InstanceWatch.Update> updates = new CopyOnWriteArrayList<>();
        volatile boolean ready = true;

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }

        @Override
        public void failed(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void send(InstanceWatch.Update update) {
            updates.add(update);
        }

        long puts() {
            return updates.stream().mapToLong(update -> update.put().size()).sum();
        }

        boolean synced() {
            return updates.stream().anyMatch(InstanceWatch.Update::synced);
        }
    }

    private RevisionPump open(Reader reader, @Nullable ResumeToken token) {
        return InstanceWatch.open(catalogue, Selector.service(new TenantId("shop"), null), token, reader);
    }

    private InstanceKey register(String instance) {
        return catalogue
                .register(Samples.leased("web", instance, 80), null)
                .entry()
                .key();
    }

    private static void until(String what, java.util.concurrent.Callable<Boolean> goal) {
        Await.until(what, Duration.ofSeconds(10), goal);
    }

    @Test
    void snapshotFirstThenChangesThenRemovals() {
        for (int i = 0; i < 600; i++) {
            register("web-" + i);
        }
        Reader reader = new Reader();
        try (RevisionPump pump = open(reader, null)) {
            until("snapshot", reader::synced);
            assertThat(reader.puts()).isEqualTo(600);
            InstanceKey key = register("late");
            until("change", () -> reader.puts() == 601);
            catalogue.deregister(key);
            until("removal", () -> reader.updates.getLast().removed().contains(key));
        }
    }

    @Test
    void resumingSendsJustWhatWasMissed() {
        register("web-1");
        ResumeToken token = new ResumeToken(7, catalogue.revision());
        register("web-2");
        Reader reader = new Reader();
        try (RevisionPump pump = open(reader, token)) {
            until("missed change", () -> reader.puts() == 1);
            assertThat(reader.updates).noneMatch(InstanceWatch.Update::reset);
        }
    }

    @Test
    void aTokenOfAnotherProcessLeadsToAReset() {
        register("web-1");
        Reader reader = new Reader();
        try (RevisionPump pump = open(reader, new ResumeToken(8, 1))) {
            until("snapshot", reader::synced);
            assertThat(reader.updates.getFirst().reset()).isTrue();
            assertThat(reader.puts()).isEqualTo(1);
        }
    }

    @Test
    void aSlowReaderGetsChangesCoalesced() {
        Reader reader = new Reader();
        try (RevisionPump pump = open(reader, null)) {
            until("snapshot", reader::synced);
            reader.ready = false;
            for (int port = 1; port <= 1000; port++) {
                catalogue.register(Samples.leased("web", "web-1", port), null);
            }
            reader.ready = true;
            pump.changed();
            until(
                    "last state",
                    () -> reader.puts() > 0
                            && reader.updates
                                            .getLast()
                                            .put()
                                            .getLast()
                                            .registration()
                                            .endpoints()
                                            .getFirst()
                                            .port()
                                    == 1000);
            assertThat(reader.puts()).isLessThan(1000);
        }
    }

    @Test
    void aReaderBehindForgottenRemovalsGetsAResetAndAllOfItAgain() {
        InstanceKey gone = register("gone");
        register("stays");
        Reader reader = new Reader();
        try (RevisionPump pump = open(reader, null)) {
            until("snapshot", reader::synced);
            reader.ready = false;
            catalogue.deregister(gone);
            catalogue.compact(Instant.now().plus(Duration.ofDays(2)));
            register("late");
            reader.updates.clear();
            reader.ready = true;
            pump.changed();
            until("second snapshot", reader::synced);
            assertThat(reader.updates.getFirst().reset()).isTrue();
            assertThat(reader.puts()).isEqualTo(2);
            register("later");
            until("goes on", () -> reader.puts() == 3);
        }
    }

    @Test
    void aSnapshotOfLargeInstancesGoesInSeveralMessages() {
        for (int i = 0; i < 100; i++) {
            catalogue.register(Samples.large("web", "web-" + i), null);
        }
        Reader reader = new Reader();
        try (RevisionPump pump = open(reader, null)) {
            until("snapshot", reader::synced);
            assertThat(reader.puts()).isEqualTo(100);
            assertThat(reader.updates)
                    .hasSizeGreaterThan(3)
                    .allSatisfy(update -> assertThat(update.put().stream()
                                    .mapToLong(EncodedBytes::of)
                                    .sum())
                            .isLessThanOrEqualTo(EncodedBytes.MESSAGE_MAX));
            assertThat(reader.updates.subList(0, reader.updates.size() - 1)).noneMatch(InstanceWatch.Update::synced);
        }
    }
}
