package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.mcpctl.connection.Backoff;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.proto.registry.v1.Selector;
import dev.mcp2026.proto.registry.v1.WatchRequest;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Reads the Watch stream on a virtual thread and hands events over a bounded queue; a slow reader thus slows the
/// stream, and the cell coalesces. After the first answer, a lost stream is taken up again from its token.
final class WatchFeed implements AutoCloseable {
    private static final int QUEUED_EVENTS_MAX = 256;

    private final RegistryConnection connection;
    private final Selector selector;
    private final Backoff backoff;
    private final BlockingQueue<WatchEvent> events = new ArrayBlockingQueue<>(QUEUED_EVENTS_MAX);
    private final Thread reader;
    private String resumeToken = "";
    private boolean answered;

    private WatchFeed(RegistryConnection connection, Selector selector, Backoff backoff) {
        this.connection = connection;
        this.selector = selector;
        this.backoff = backoff;
        this.reader = Thread.ofVirtual().name("watch").unstarted(this::read);
    }

    static WatchFeed start(RegistryConnection connection, Selector selector, Backoff backoff) {
        WatchFeed feed = new WatchFeed(connection, selector, backoff);
        feed.reader.start();
        return feed;
    }

    /// The next event, or null when none came in time.
    @Nullable
    WatchEvent poll(Duration wait) throws InterruptedException {
        return events.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        reader.interrupt();
    }

    private void read() {
        try {
            while (true) {
                FaultException failure = readOnce();
                if (!answered || !worthRetrying(failure.fault().kind())) {
                    events.put(new WatchEvent.Ended(failure));
                    return;
                }
                Duration delay = backoff.next();
                events.put(new WatchEvent.Lost(failure, delay));
                Thread.sleep(delay);
                connection.dialAgain();
            }
        } catch (InterruptedException e) {
            // Closed: nobody reads any more.
            Thread.currentThread().interrupt();
        }
    }

    /// Reads until the stream ends, and says why it did.
    private FaultException readOnce() throws InterruptedException {
        WatchRequest request = WatchRequest.newBuilder()
                .setSelector(selector)
                .setResumeToken(resumeToken)
                .build();
        try {
            Iterator<WatchResponse> responses = connection.stream().watch(request);
            while (responses.hasNext()) {
                WatchResponse response = responses.next();
                events.put(new WatchEvent.Changed(response));
                if (!response.getResumeToken().isEmpty()) {
                    resumeToken = response.getResumeToken();
                }
                answered = true;
                backoff.reset();
            }
            return Faults.of(FaultKind.UNAVAILABLE, connection.context().name() + " ended the watch", "");
        } catch (StatusRuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return connection.failure(e);
        }
    }

    private static boolean worthRetrying(FaultKind kind) {
        return kind == FaultKind.UNAVAILABLE || kind == FaultKind.DEADLINE_EXCEEDED;
    }
}
