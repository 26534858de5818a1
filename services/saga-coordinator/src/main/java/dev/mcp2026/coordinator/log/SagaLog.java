package dev.mcp2026.coordinator.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.coordinator.saga.Phase;
import dev.mcp2026.coordinator.saga.SagaEvent;
import dev.mcp2026.coordinator.saga.SagaState;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.saga.v1.Head;
import dev.mcp2026.proto.saga.v1.LogEntry;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.proto.saga.v1.Start;
import dev.mcp2026.store.Compare;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.RangePage;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.TxnResult;
import dev.mcp2026.store.Value;
import dev.mcp2026.store.Watch;
import dev.mcp2026.wire.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Reads and writes sagas' logs.
public final class SagaLog {
    private final Store store;
    private final Keys keys;
    private final Replay replay;

    public SagaLog(Store store, CellId cell, Definitions definitions) {
        this.store = store;
        this.keys = new Keys(cell);
        this.replay = new Replay(definitions);
    }

    /// What came of a start.
    public sealed interface Started {
        record New(Recorded saga) implements Started {}

        /// The same caller has started one with this key before.
        record Before(SagaId id) implements Started {}

        /// The shard is another's by now.
        record NotOwner() implements Started {}
    }

    public Started start(
            SagaId id, SagaStart start, SagaState state, List<SagaEvent> events, Ownership owner, Instant now) {
        List<Compare> compares = new ArrayList<>(fence(id, 1, owner));
        List<Op> ops = new ArrayList<>();
        Key request = keys.request(start.definition().tenant(), start.by(), start.idempotencyKey());
        if (!start.idempotencyKey().isEmpty()) {
            compares.add(new Compare.Absent(request));
            ops.add(Op.put(request, Value.of(id.value())));
        }
        LogEntry entry = entry(events, owner, now)
                .setStart(Start.newBuilder()
                        .setDefinition(start.source())
                        .setTenant(start.definition().tenant().value())
                        .setInput(start.input().toString())
                        .setStartedBy(start.by())
                        .setRequest(start.idempotencyKey().isEmpty() ? "" : request.value()))
                .build();
        Recorded saga = new Recorded(id, state, start.by(), now, 0, owner.epoch(), List.of());
        Recorded after = replay.after(saga, events, now, owner.epoch());
        ops.add(Op.put(keys.entry(id, 1), Value.of(entry.toByteArray())));
        ops.add(Op.put(keys.open(id), Value.of(start.definition().tenant().value())));
        ops.add(Op.put(keys.head(start.definition().tenant(), id), head(after)));
        // An answer that says which compare failed: the key of the request, if somebody has it.
        TxnResult result = store.txn(new Txn(compares, ops, List.of(Op.get(request))));
        if (result.succeeded()) {
            return new Started.New(after);
        }
        return result.read()
                .getFirst()
                .<Started>map(
                        known -> new Started.Before(new SagaId(known.value().text())))
                .orElseGet(Started.NotOwner::new);
    }

    /// What the same caller started with the same key.
    public Optional<SagaId> startedBefore(SagaStart start) {
        if (start.idempotencyKey().isEmpty()) {
            return Optional.empty();
        }
        Key request = keys.request(start.definition().tenant(), start.by(), start.idempotencyKey());
        return store.get(request).entry().map(known -> new SagaId(known.value().text()));
    }

    /// Makes events durable.
    ///
    /// @return empty where the shard is another's by now, or the log longer than this coordinator knows
    public Optional<Recorded> append(Recorded saga, List<SagaEvent> events, Ownership owner, Instant now) {
        return append(saga, events, owner, now, Optional.empty());
    }

    /// The same, and the answer to whoever asked for it, in one transaction.
    ///
    /// @return empty where the asker has taken it back, too
    public Optional<Recorded> append(
            Recorded saga, List<SagaEvent> events, Ownership owner, Instant now, Optional<Asked> asked) {
        long number = saga.length() + 1;
        Recorded after = replay.after(saga, events, now, owner.epoch());
        List<Op> ops = new ArrayList<>();
        ops.add(Op.put(
                keys.entry(saga.id(), number),
                Value.of(entry(events, owner, now).build().toByteArray())));
        SagaState was = saga.state();
        SagaState is = after.state();
        if (!was.phase().getClass().equals(is.phase().getClass()) || was.isStuck() != is.isStuck()) {
            ops.add(Op.put(keys.head(is.definition().tenant(), saga.id()), head(after)));
        }
        if (is.phase().isFinal()) {
            ops.add(Op.delete(keys.open(saga.id())));
            ops.add(Op.put(
                    keys.ended(saga.id(), now),
                    Value.of(is.definition().tenant().value())));
        }
        List<Compare> compares = new ArrayList<>(fence(saga.id(), number, owner));
        asked.ifPresent(command -> {
            compares.add(command.stands());
            ops.add(command.done());
        });
        TxnResult result = store.txn(new Txn(compares, ops, List.of()));
        return result.succeeded() ? Optional.of(after) : Optional.empty();
    }

    /// Whether the claim is in the store still.
    public boolean holds(Ownership owner) {
        return Fresh.lookup(store.get(keys.shard(owner.shard())))
                .entry()
                .map(claim -> claim.value().equals(owner.value()))
                .orElse(false);
    }

    /// Whether nobody has answered it, and its asker waits for it still.
    public boolean stands(Asked asked) {
        return Fresh.lookup(store.get(asked.entry().key()))
                .entry()
                .map(now -> now.modified().equals(asked.entry().modified()))
                .orElse(false);
    }

    /// Nobody else owns the shard, and this entry is the next.
    private List<Compare> fence(SagaId id, long number, Ownership owner) {
        return List.of(
                new Compare.ValueIs(keys.shard(owner.shard()), owner.value()),
                new Compare.Absent(keys.entry(id, number)));
    }

    private static LogEntry.Builder entry(List<SagaEvent> events, Ownership owner, Instant now) {
        LogEntry.Builder entry = LogEntry.newBuilder().setAt(Times.encode(now)).setEpoch(owner.epoch());
        events.forEach(event -> entry.addEvents(EventCodec.encode(event)));
        return entry;
    }

    private static Value head(Recorded saga) {
        SagaState state = saga.state();
        Head head = Head.newBuilder()
                .setName(state.definition().name())
                .setTenant(state.definition().tenant().value())
                .setPhase(phase(state.phase()))
                .setStuck(state.isStuck())
                .setStarted(Times.encode(saga.started()))
                .setChanged(Times.encode(saga.changed()))
                .setReason(state.phase().reason())
                .build();
        return Value.of(head.toByteArray());
    }

    public static SagaPhase phase(Phase phase) {
        return switch (phase) {
            case Phase.Running _ -> SagaPhase.SAGA_PHASE_RUNNING;
            case Phase.Compensating _ -> SagaPhase.SAGA_PHASE_COMPENSATING;
            case Phase.Completed _ -> SagaPhase.SAGA_PHASE_COMPLETED;
            case Phase.Compensated _ -> SagaPhase.SAGA_PHASE_COMPENSATED;
        };
    }

    /// Hears of what is appended from now on; to be read after it is open.
    public Watch watch(SagaId id) {
        KeyPrefix prefix = keys.log(id);
        RangePage now = store.range(RangeQuery.of(prefix).withLimit(1));
        return store.watch(prefix, now.revision().next());
    }

    /// For people: a store that is cut off shows what it knew.
    ///
    /// @return empty where there is none
    public Optional<Recorded> read(SagaId id) {
        return read(id, UnaryOperator.identity());
    }

    /// To be driven.
    ///
    /// @return empty where there is none
    /// @throws FaultException UNAVAILABLE where there may be more by now
    public Optional<Recorded> latest(SagaId id) {
        return read(id, Fresh::page);
    }

    private Optional<Recorded> read(SagaId id, UnaryOperator<RangePage> check) {
        List<LogEntry> entries = new ArrayList<>();
        each(keys.log(id), check, stored -> entries.add(parsed(stored)));
        return entries.isEmpty() ? Optional.empty() : Optional.of(replay.of(id, entries));
    }

    /// All of a shard that have not ended.
    ///
    /// @throws FaultException UNAVAILABLE where there may be more by now
    public List<SagaId> open(Shard shard) {
        List<SagaId> found = new ArrayList<>();
        KeyPrefix prefix = keys.open(shard);
        each(
                prefix,
                Fresh::page,
                stored -> found.add(
                        new SagaId(stored.key().value().substring(prefix.value().length()))));
        return found;
    }

    /// Sagas of a tenant, the newest first; of all tenants tenant by tenant where it is empty.
    ///
    /// @param after the last of the page before
    /// @param size at most so many, of those that are wanted
    public List<Summary> list(String tenant, Optional<Summary.Place> after, int size, Predicate<Head> wanted) {
        KeyPrefix prefix = keys.heads(tenant);
        RangeQuery query = RangeQuery.of(prefix);
        if (after.isPresent()) {
            query = query.after(keys.head(after.get().tenant(), after.get().id()));
        }
        List<Summary> found = new ArrayList<>();
        RangePage page = store.range(query);
        while (true) {
            for (Entry stored : page.entries()) {
                Head head = headOf(stored);
                if (wanted.test(head)) {
                    String key = stored.key().value();
                    found.add(new Summary(new SagaId(key.substring(key.lastIndexOf('/') + 1)), head));
                    if (found.size() == size) {
                        return found;
                    }
                }
            }
            if (!page.more()) {
                return found;
            }
            page = store.range(query.after(page.entries().getLast().key()));
        }
    }

    private static Head headOf(Entry stored) {
        try {
            return Head.parseFrom(stored.value().bytes());
        } catch (InvalidProtocolBufferException e) {
            throw Faults.of(FaultKind.INTERNAL, stored.key() + " can't be read: " + e.getMessage(), "");
        }
    }

    private static LogEntry parsed(Entry stored) {
        try {
            return LogEntry.parseFrom(stored.value().bytes());
        } catch (InvalidProtocolBufferException e) {
            throw Faults.of(
                    FaultKind.INTERNAL, "the log entry " + stored.key() + " can't be read: " + e.getMessage(), "");
        }
    }

    private void each(KeyPrefix prefix, UnaryOperator<RangePage> check, Consumer<Entry> heard) {
        RangeQuery query = RangeQuery.of(prefix);
        RangePage page = check.apply(store.range(query));
        while (true) {
            page.entries().forEach(heard);
            if (!page.more()) {
                return;
            }
            page = check.apply(store.range(query.after(page.entries().getLast().key())));
        }
    }
}
