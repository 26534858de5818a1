package dev.mcp2026.saga.participant;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// A barrier for participants whose own state is in memory too: both are lost together. Full, it refuses new sagas
/// rather than forget old ones. Work runs outside the saga's lock, so that steps of one saga can run side by side.
public final class MemoryBarrier implements Barrier<NoTransaction> {
    private final InstantSource clock;
    private final BarrierLimits limits;
    private final RunningSteps running = new RunningSteps();
    private final Map<SagaId, SagaRecords> sagas = new ConcurrentHashMap<>();

    public MemoryBarrier(InstantSource clock, BarrierLimits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    @Override
    public <X extends Exception> Outcome run(SagaCall call, Work<NoTransaction, X> work) throws X {
        Instant now = clock.instant();
        Outcome late = Refusals.late(call, now);
        if (late != null) {
            return late;
        }
        Outcome stale = Refusals.stale(call, locked(call, records -> records.raise(call, now)));
        if (stale != null) {
            return stale;
        }
        if (!running.enter(call)) {
            return Refusals.inProgress(call);
        }
        try {
            return decided(call, locked(call, records -> records.begin(call, limits.records())), work);
        } finally {
            running.leave(call);
        }
    }

    private <X extends Exception> Outcome decided(SagaCall call, Decision decision, Work<NoTransaction, X> work)
            throws X {
        if (decision instanceof Decision.Reply(Outcome outcome)) {
            return outcome;
        }
        try {
            Entry entry = decision instanceof Decision.RecordEmpty
                    ? Entry.empty(call)
                    : Entry.of(call, work.run(new NoTransaction()), limits.resultBytes());
            if (decision instanceof Decision.RecordEmpty(boolean tombstone) && tombstone) {
                put(call, Entry.tombstone(call.step()));
            }
            put(call, entry);
            return entry.outcome(false);
        } finally {
            locked(call, records -> {
                records.end(call);
                return records;
            });
        }
    }

    private void put(SagaCall call, Entry entry) {
        locked(call, records -> {
            records.put(entry, clock.instant());
            return records;
        });
    }

    /// Lets one thread at a time at the saga's records, which are made if there are none.
    private <R> R locked(SagaCall call, Function<SagaRecords, R> change) {
        AtomicReference<R> answer = new AtomicReference<>();
        sagas.compute(call.saga(), (_, present) -> {
            SagaRecords records = present == null ? fresh() : present;
            answer.set(change.apply(records));
            return records;
        });
        return Objects.requireNonNull(answer.get());
    }

    private SagaRecords fresh() {
        limits.sagas().check("saga", sagas.size() + 1L);
        return new SagaRecords(clock.instant());
    }

    @Override
    public int forget(Duration age) {
        Instant before = clock.instant().minus(age);
        List<SagaId> oldest = sagas.entrySet().stream()
                .filter(saga -> saga.getValue().touched().isBefore(before))
                .sorted(Comparator.comparing(saga -> saga.getValue().touched()))
                .limit(limits.forgottenSagas().max())
                .map(Map.Entry::getKey)
                .toList();
        int forgotten = 0;
        for (SagaId id : oldest) {
            if (sagas.computeIfPresent(id, (_, records) -> records.forgettable(before) ? null : records) == null) {
                forgotten++;
            }
        }
        return forgotten;
    }
}
