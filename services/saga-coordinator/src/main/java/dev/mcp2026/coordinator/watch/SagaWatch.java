package dev.mcp2026.coordinator.watch;

import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One watch of a saga: its events one by one, at the client's speed; over when the saga is.
public final class SagaWatch {
    private final EventSink client;
    private long sent;
    private @Nullable Recorded newest;
    /// There is none before it is open.
    private @Nullable Runnable ended;
    private boolean over;
    private boolean sending;

    /// @param after events up to this number are known
    public SagaWatch(EventSink client, long after) {
        this.client = client;
        this.sent = known(after);
    }

    /// @throws FaultException INVALID_ARGUMENT where that is no event's number
    public static long known(long after) {
        if (after < 0) {
            throw Faults.invalid("after", after + " is no event's number", "send the number of the last event, or 0");
        }
        return after;
    }

    /// Sends from now on.
    ///
    /// @param whenOver called once
    synchronized void open(Recorded saga, Runnable whenOver) {
        ended = whenOver;
        if (over) {
            whenOver.run();
            return;
        }
        changed(saga);
    }

    /// What is heard before it is open is kept.
    synchronized void changed(Recorded saga) {
        if (newest == null || saga.length() > newest.length()) {
            newest = saga;
        }
        send();
    }

    /// The saga as it was heard of last; there is one once it is open.
    synchronized Recorded newest() {
        return Objects.requireNonNull(newest);
    }

    synchronized void fail(FaultException why) {
        if (!over) {
            client.fail(why);
            end();
        }
    }

    /// To be called when the client takes more.
    public synchronized void send() {
        // A client may take more while it takes one: the loop below goes on with it then, and counts what it took.
        if (ended == null || newest == null || sending) {
            return;
        }
        sending = true;
        try {
            sendWhatFits(newest);
        } finally {
            sending = false;
        }
    }

    private void sendWhatFits(Recorded saga) {
        List<Recorded.Happened> events = saga.events();
        while (!over && sent < events.size() && client.ready()) {
            Recorded.Happened next = events.get((int) sent);
            sent = next.number();
            client.event(next, saga.state().phase());
        }
        if (!over && sent >= events.size() && saga.state().phase().isFinal()) {
            client.complete();
            end();
        }
    }

    /// Does something with the client between two events, where it takes more.
    public synchronized void whenReady(Runnable action) {
        if (!over && !sending && client.ready()) {
            action.run();
        }
    }

    /// To be called when the client has gone.
    public synchronized void end() {
        if (!over) {
            over = true;
            if (ended != null) {
                ended.run();
            }
        }
    }
}
