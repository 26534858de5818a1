package dev.mcp2026.coordinator.api.rest;

import dev.mcp2026.coordinator.api.grpc.SagaCodec;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.saga.Phase;
import dev.mcp2026.coordinator.watch.EventSink;
import dev.mcp2026.coordinator.watch.SagaWatch;
import dev.mcp2026.coordinator.watch.Watches;
import dev.mcp2026.kernel.error.FaultException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.function.Supplier;

/// A watch's client end over server-sent events. The reader's demand is its readiness, so nothing is buffered for a
/// slow
/// one.
final class EventFeed implements EventSink {
    /// Proxies close connections on which nothing is heard.
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Sse sse;
    private final MultiEmitter<? super OutboundSseEvent> emitter;

    private EventFeed(Sse sse, MultiEmitter<? super OutboundSseEvent> emitter) {
        this.sse = sse;
        this.emitter = emitter;
    }

    /// @param after events up to this number are known
    /// @param read the saga as it is; called on a thread that may block
    static Multi<OutboundSseEvent> open(Watches watches, SagaId id, long after, Supplier<Recorded> read, Sse sse) {
        return Multi.createFrom()
                .<OutboundSseEvent>emitter(
                        emitter -> {
                            EventFeed feed = new EventFeed(sse, emitter);
                            SagaWatch watch = new SagaWatch(feed, after);
                            Thread thread = Thread.ofVirtual().name("saga-sse").unstarted(() -> {
                                try {
                                    watches.open(id, watch, read);
                                    feed.beat(watch);
                                } catch (RuntimeException e) {
                                    emitter.fail(e);
                                }
                            });
                            emitter.onRequest(requested -> watch.send());
                            emitter.onTermination(() -> {
                                watch.end();
                                thread.interrupt();
                            });
                            thread.start();
                        },
                        BackPressureStrategy.ERROR);
    }

    private void beat(SagaWatch watch) {
        try {
            while (!emitter.isCancelled()) {
                Thread.sleep(HEARTBEAT);
                watch.whenReady(
                        () -> emitter.emit(sse.newEventBuilder().comment("").build()));
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean ready() {
        return emitter.requested() > 0;
    }

    @Override
    public void event(Recorded.Happened happened, Phase phase) {
        Views.EventView event = Views.EventView.of(SagaCodec.event(happened));
        emitter.emit(sse.newEventBuilder()
                .id(Long.toString(event.number()))
                .name(event.kind())
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(Views.Told.class, new Views.Told(event, Views.phase(SagaLog.phase(phase))))
                .build());
    }

    @Override
    public void complete() {
        emitter.complete();
    }

    @Override
    public void fail(FaultException why) {
        emitter.fail(why);
    }
}
