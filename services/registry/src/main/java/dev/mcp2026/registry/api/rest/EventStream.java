package dev.mcp2026.registry.api.rest;

import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Selector;
import dev.mcp2026.registry.watch.InstanceWatch;
import dev.mcp2026.registry.watch.ResumeToken;
import dev.mcp2026.registry.watch.RevisionPump;
import dev.mcp2026.registry.watch.StreamQuota;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A watch's client end over server-sent events. The reader's demand is its readiness, so nothing
/// is buffered for a
/// slow one.
final class EventStream implements InstanceWatch.Client {
    private final Catalogue catalogue;
    private final MultiEmitter<? super Views.WatchEvent> emitter;

    private EventStream(Catalogue catalogue, MultiEmitter<? super Views.WatchEvent> emitter) {
        this.catalogue = catalogue;
        this.emitter = emitter;
    }

    static Multi<Views.WatchEvent> open(
            Catalogue catalogue, Selector selector, @Nullable ResumeToken token, StreamQuota.Place place) {
        return Multi.createFrom()
                .<Views.WatchEvent>emitter(
                        emitter -> {
                            AtomicReference<RevisionPump> pump = new AtomicReference<>();
                            emitter.onTermination(() -> {
                                close(pump.get());
                                place.close();
                            });
                            // After the demand is counted: one that wakes too early finds none and is not woken again.
                            emitter.onRequest(requested -> wake(pump.get()));
                            pump.set(InstanceWatch.open(
                                    catalogue, selector, token, new EventStream(catalogue, emitter)));
                            wake(pump.get());
                            if (emitter.isCancelled()) {
                                close(pump.get());
                            }
                        },
                        BackPressureStrategy.ERROR);
    }

    private static void wake(@Nullable RevisionPump pump) {
        if (pump != null) {
            pump.changed();
        }
    }

    private static void close(@Nullable RevisionPump pump) {
        if (pump != null) {
            pump.close();
        }
    }

    @Override
    public boolean ready() {
        return emitter.requested() > 0;
    }

    /// Encoding JSON takes its time, and Mutiny hands what is emitted on to the event loop.
    @Override
    public Executor executor() {
        return RevisionPump.VIRTUAL;
    }

    @Override
    public void failed(Throwable failure) {
        emitter.fail(failure);
    }

    @Override
    public void send(InstanceWatch.Update update) {
        emitter.emit(new Views.WatchEvent(
                update.put().stream()
                        .map(entry -> InstanceView.of(
                                entry, catalogue.staleSince(entry.key().cell())))
                        .toList(),
                update.removed().stream()
                        .map(key -> new Views.RemovedView(
                                key.cell().value(),
                                key.tenant().value(),
                                key.service().value(),
                                key.instance().value()))
                        .toList(),
                update.token().toString(),
                update.reset(),
                update.synced()));
    }
}
