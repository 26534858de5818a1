package dev.mcp2026.http3;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// First flights with early data that were taken, each once (RFC 8446 section 8.2). A record may be dropped only when
/// TLS refuses the flight by itself, so a full ledger takes no more instead of forgetting the oldest.
final class EarlyDataLedger {
    private final Limit flights;
    private final long windowNanos;
    private final Map<Flight, Long> takenAt = new LinkedHashMap<>();

    /// What tells a flight from all others.
    record Flight(long high, long low) {}

    enum Verdict {
        FIRST,
        SEEN,
        FULL
    }

    EarlyDataLedger(Limit flights, Duration window) {
        this.flights = flights;
        this.windowNanos = window.toNanos();
    }

    synchronized Verdict take(Flight flight, long nowNanos) {
        forget(nowNanos);
        if (takenAt.containsKey(flight)) {
            return Verdict.SEEN;
        }
        if (takenAt.size() >= flights.max()) {
            return Verdict.FULL;
        }
        takenAt.put(flight, nowNanos);
        return Verdict.FIRST;
    }

    private void forget(long nowNanos) {
        Iterator<Long> oldestFirst = takenAt.values().iterator();
        while (oldestFirst.hasNext() && nowNanos - oldestFirst.next() > windowNanos) {
            oldestFirst.remove();
        }
    }

    synchronized int size() {
        return takenAt.size();
    }
}
