package dev.mcp2026.saga.participant;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What a barrier in memory has of one saga. Its owner lets one thread in at a time.
final class SagaRecords {
    private record Key(StepName step, ActionKind kind) {}

    private record Bearer(IdempotencyToken token, ActionKind kind) {}

    private final Map<Key, Entry> entries = new HashMap<>();
    private final Map<Bearer, StepName> claims = new HashMap<>();
    private long epoch;
    private volatile Instant touched;

    SagaRecords(Instant now) {
        this.touched = now;
    }

    /// Notes the call's epoch.
    ///
    /// @return the highest so far
    long raise(SagaCall call, Instant now) {
        if (call.epoch() > epoch) {
            epoch = call.epoch();
            touched = now;
        }
        return epoch;
    }

    /// Decides, and keeps the token from other steps while work runs.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException LIMIT_EXCEEDED if the call may need more than `max` records
    Decision begin(SagaCall call, Limit max) {
        Decision decision = StepEntries.of(call, entries.values()).decide(call);
        if (decision instanceof Decision.Reply) {
            return decision;
        }
        max.check("saga", entries.size() + 2L);
        if (claims.putIfAbsent(new Bearer(call.token(), call.kind()), call.step()) != null) {
            return new Decision.Reply(Refusals.inProgress(call));
        }
        return decision;
    }

    void put(Entry entry, Instant now) {
        entries.put(new Key(entry.step(), entry.kind()), entry);
        touched = now;
    }

    /// Ends what [#begin] began.
    void end(SagaCall call) {
        claims.remove(new Bearer(call.token(), call.kind()), call.step());
    }

    Instant touched() {
        return touched;
    }

    boolean forgettable(Instant before) {
        return claims.isEmpty() && touched.isBefore(before);
    }
}
