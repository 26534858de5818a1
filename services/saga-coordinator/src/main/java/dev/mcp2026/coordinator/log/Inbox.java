package dev.mcp2026.coordinator.log;

import dev.mcp2026.coordinator.saga.Command;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.proto.saga.v1.InboxEntry;
import dev.mcp2026.store.Compare;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.LeaseId;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.RangePage;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Revision;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.TxnResult;
import dev.mcp2026.store.Value;
import dev.mcp2026.store.Watch;
import dev.mcp2026.store.WatchResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Commands on their way to the coordinator that drives the saga, in the store that all of them share. Whoever asks
/// waits for the answer; the owner writes it in the transaction that carries the command out.
public final class Inbox {
    private static final Limit WAITING = new Limit("commands that wait for one part of the sagas", 1_000, "commands");
    /// What nobody answers and nobody takes back is gone after it: a coordinator died while it asked.
    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Store store;
    private final Keys keys;

    public Inbox(Store store, CellId cell) {
        this.store = store;
        this.keys = new Keys(cell);
    }

    /// Has a command carried out by whoever drives the saga.
    ///
    /// @throws FaultException what the owner says, or UNAVAILABLE where none has taken it in time: nothing was done
    public void ask(SagaId id, Command command, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        int waiting = store.range(RangeQuery.of(keys.inbox(id.shard())).withLimit((int) WAITING.max()))
                .entries()
                .size();
        WAITING.check("commands", waiting + 1L);
        LeaseId lease = store.grant(KEPT.plus(atMost)).id();
        try {
            Key key = keys.inbox(id, UUID.randomUUID().toString());
            TxnResult put =
                    store.txn(Txn.of(Op.put(key, Value.of(Asked.content(command).toByteArray()), lease)));
            InboxEntry answer =
                    answered(key, put.revision(), end).or(() -> withdrawn(key)).orElseThrow(Inbox::unknown);
            if (answer.getAnswer() == InboxEntry.Answer.ANSWER_REFUSED) {
                throw new FaultException(
                        new Fault(FaultKind.valueOf(answer.getFault()), null, answer.getDetail(), answer.getAction()));
            }
        } finally {
            revoke(lease);
        }
    }

    private void revoke(LeaseId lease) {
        try {
            store.revoke(lease);
        } catch (FaultException endsByItself) {
            // It is over in a minute.
        }
    }

    /// @return empty when the time is over
    private Optional<InboxEntry> answered(Key key, Revision since, long end) throws InterruptedException {
        Revision from = since.next();
        while (true) {
            try (Watch watch = store.watch(new KeyPrefix(key.value()), from)) {
                boolean whole = true;
                while (whole) {
                    long left = end - System.nanoTime();
                    if (left <= 0) {
                        return Optional.empty();
                    }
                    switch (watch.next(Duration.ofNanos(Math.min(left, LOOK.toNanos())))) {
                        case WatchResult.Events events -> {
                            Optional<InboxEntry> answer = answer(events.events());
                            if (answer.isPresent()) {
                                return answer;
                            }
                        }
                        case WatchResult.Idle _ -> {}
                        case WatchResult.Compacted compacted -> {
                            from = compacted.compactedAt().next();
                            whole = false;
                        }
                    }
                }
            }
            Optional<InboxEntry> missed = store.get(key)
                    .entry()
                    .map(Asked::of)
                    .filter(Asked::isAnswered)
                    .map(Asked::content);
            if (missed.isPresent()) {
                return missed;
            }
        }
    }

    private static Optional<InboxEntry> answer(List<StoreEvent> events) {
        for (StoreEvent event : events) {
            switch (event) {
                case StoreEvent.Put put -> {
                    Asked asked = Asked.of(put.entry());
                    if (asked.isAnswered()) {
                        return Optional.of(asked.content());
                    }
                }
                case StoreEvent.Deleted _ -> throw unknown();
            }
        }
        return Optional.empty();
    }

    /// Takes it back, unless it was answered by then.
    private Optional<InboxEntry> withdrawn(Key key) {
        Optional<Entry> standing = store.get(key).entry();
        if (standing.isEmpty()) {
            return Optional.empty();
        }
        Asked asked = Asked.of(standing.get());
        if (asked.isAnswered()) {
            return Optional.of(asked.content());
        }
        boolean back = store.txn(new Txn(List.of(asked.stands()), List.of(Op.delete(key)), List.of()))
                .succeeded();
        if (!back) {
            return withdrawn(key);
        }
        throw Faults.of(
                FaultKind.UNAVAILABLE,
                "no coordinator that drives the saga has taken the command",
                "try again in a moment; nothing was done");
    }

    private static FaultException unknown() {
        return Faults.of(
                FaultKind.DEADLINE_EXCEEDED,
                "whether the command was carried out is not known",
                "look at the saga and try again");
    }

    /// What nobody has answered yet.
    public List<Asked> waiting(Shard shard) {
        return unanswered(store.range(RangeQuery.of(keys.inbox(shard)).withLimit((int) WAITING.max())));
    }

    private static List<Asked> unanswered(RangePage page) {
        List<Asked> waiting = new ArrayList<>();
        for (Entry entry : page.entries()) {
            Asked asked = Asked.of(entry);
            if (!asked.isAnswered()) {
                waiting.add(asked);
            }
        }
        return waiting;
    }

    /// Hears of commands for any shard from now on.
    public Watch watch() {
        KeyPrefix all = keys.inbox();
        return store.watch(
                all, store.range(RangeQuery.of(all).withLimit(1)).revision().next());
    }

    /// Of what a watch has heard, what nobody has answered yet.
    public static List<Asked> asked(List<StoreEvent> events) {
        List<Asked> asked = new ArrayList<>();
        for (StoreEvent event : events) {
            if (event instanceof StoreEvent.Put put) {
                asked.add(Asked.of(put.entry()));
            }
        }
        asked.removeIf(Asked::isAnswered);
        return asked;
    }

    /// Answers what had not to be written in a log, while the shard is ours.
    public void answer(Asked asked, Ownership owner, Optional<Fault> refusal) {
        Op answer = refusal.map(asked::refused).orElseGet(asked::done);
        store.txn(new Txn(
                List.of(asked.stands(), new Compare.ValueIs(keys.shard(owner.shard()), owner.value())),
                List.of(answer),
                List.of()));
    }
}
