package dev.mcp2026.identity.entry;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.RangePage;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Revision;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.Value;
import dev.mcp2026.store.Watch;
import dev.mcp2026.store.WatchResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Entries in the durable store, `identity/<cell>/entry/<tenant>/<name>`, and all of them in an [EntryIndex] that
/// follows the store's watch: what another cache of this cell writes arrives the same way as what this one does.
/// Entries of the configuration are there too, and win over stored ones of their name.
public final class EntryBook implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EntryBook.class);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration APPLIED_WITHIN = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Store store;
    private final String prefix;
    private final InstantSource clock;
    private final Limits limits;
    private final Map<EntryName, Entry> fixed = new HashMap<>();
    private final EntryIndex index = new EntryIndex();
    private final Map<TenantId, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Object progress = new Object();
    private Revision applied = Revision.NONE;
    private volatile Listener listener = (before, after) -> {};
    private volatile boolean loaded;
    private volatile boolean closed;
    private @Nullable Thread follower;

    /// @param entries in one cell
    /// @param entriesPerTenant of them one tenant's
    public record Limits(Limit entries, Limit entriesPerTenant) {}

    /// Hears of each change, one at a time; must be quick.
    public interface Listener {
        void changed(Optional<Entry> before, Optional<Entry> after);
    }

    /// What a write did.
    public enum Outcome {
        CREATED,
        UPDATED,
        UNCHANGED
    }

    public EntryBook(Store store, CellId cell, InstantSource clock, Limits limits, List<Entry> configured) {
        this.store = store;
        this.prefix = "identity/" + cell + "/entry/";
        this.clock = clock;
        this.limits = limits;
        for (Entry entry : configured) {
            fixed.put(entry.key(), entry);
            apply(entry.key(), Optional.of(entry));
        }
    }

    public void listen(Listener heard) {
        listener = heard;
    }

    public EntryIndex index() {
        return index;
    }

    /// Whether what the store holds has been read.
    public boolean isLoaded() {
        return loaded;
    }

    /// Reads the store, and goes on following it; a store that does not answer is tried again.
    public void start() {
        follower = Thread.ofVirtual().name("identity-entries").start(this::follow);
    }

    private void follow() {
        while (!closed) {
            try {
                Revision at = load();
                loaded = true;
                try (Watch watch = store.watch(new KeyPrefix(prefix), at.next())) {
                    followed(watch);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (FaultException e) {
                if (!closed) {
                    LOG.warnf(
                            "entries not read, trying again reason=%s",
                            e.fault().detail());
                    pause();
                }
            } catch (RuntimeException e) {
                LOG.errorf(e, "entries not read, trying again");
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void followed(Watch watch) throws InterruptedException {
        while (!closed) {
            switch (watch.next(WAIT)) {
                case WatchResult.Events events -> {
                    events.events().forEach(this::apply);
                    reached(events.upTo());
                }
                case WatchResult.Idle idle -> reached(idle.upTo());
                case WatchResult.Compacted _ -> {
                    return;
                }
            }
        }
    }

    /// @return the revision as of the first page; what comes after it the watch tells
    private Revision load() {
        RangeQuery query = RangeQuery.of(new KeyPrefix(prefix));
        RangePage page = store.range(query);
        Revision at = page.revision();
        Set<EntryName> seen = new HashSet<>();
        while (true) {
            for (dev.mcp2026.store.Entry stored : page.entries()) {
                decode(stored).ifPresent(entry -> {
                    seen.add(entry.key());
                    apply(entry.key(), Optional.of(entry));
                });
            }
            if (!page.more()) {
                break;
            }
            page = store.range(query.after(page.entries().getLast().key()));
        }
        index.page(Optional.empty(), entry -> !entry.fixed() && !seen.contains(entry.key()), Integer.MAX_VALUE)
                .forEach(gone -> apply(gone.key(), Optional.empty()));
        reached(at);
        return at;
    }

    private void apply(StoreEvent event) {
        switch (event) {
            case StoreEvent.Put put -> decode(put.entry()).ifPresent(entry -> apply(entry.key(), Optional.of(entry)));
            case StoreEvent.Deleted deleted -> name(deleted.key()).ifPresent(name -> apply(name, Optional.empty()));
        }
    }

    private void apply(EntryName name, Optional<Entry> stored) {
        Optional<Entry> after = Optional.ofNullable(fixed.get(name)).or(() -> stored);
        Optional<Entry> before = after.isPresent() ? index.put(after.get()) : index.remove(name);
        if (before.isPresent() != after.isPresent()) {
            counts.computeIfAbsent(name.tenant(), first -> new AtomicInteger()).addAndGet(after.isPresent() ? 1 : -1);
        }
        if (!before.equals(after)) {
            listener.changed(before, after);
        }
    }

    private void reached(Revision revision) {
        synchronized (progress) {
            applied = revision;
            progress.notifyAll();
        }
    }

    /// Returns when it is durable and found by callers.
    ///
    /// @throws FaultException CONFLICT for an entry of the configuration, LIMIT_EXCEEDED, READ_ONLY, UNAVAILABLE
    public Outcome put(Entry entry) {
        requireFree(entry.key());
        Optional<Entry> known = index.get(entry.key());
        if (known.isEmpty()) {
            limits.entries().check("entry", index.size() + 1L);
            limits.entriesPerTenant().check("entry", count(entry.tenant()) + 1L);
        } else if (withTimeOf(known.get(), entry).equals(known.get())) {
            return Outcome.UNCHANGED;
        }
        Value value = Value.of(EntryCodec.encode(entry).toByteArray());
        await(store.txn(Txn.of(Op.put(key(entry.key()), value))).revision());
        return known.isPresent() ? Outcome.UPDATED : Outcome.CREATED;
    }

    /// Those that have entries.
    public Set<TenantId> tenants() {
        Set<TenantId> some = new HashSet<>();
        counts.forEach((tenant, count) -> {
            if (count.get() > 0) {
                some.add(tenant);
            }
        });
        return some;
    }

    private int count(TenantId tenant) {
        AtomicInteger count = counts.get(tenant);
        return count == null ? 0 : count.get();
    }

    private static Entry withTimeOf(Entry known, Entry entry) {
        return new Entry(
                entry.key(),
                entry.id(),
                entry.selectors(),
                entry.x509Ttl(),
                entry.jwtTtl(),
                entry.dnsNames(),
                entry.hint(),
                entry.federatesWith(),
                entry.fixed(),
                known.changed());
    }

    /// @return whether there was one
    public boolean delete(EntryName name) {
        requireFree(name);
        boolean existed = index.get(name).isPresent();
        var done = store.txn(Txn.of(Op.delete(key(name))));
        await(done.revision());
        return existed || done.deleted() > 0;
    }

    public Instant now() {
        return clock.instant();
    }

    private void requireFree(EntryName name) {
        if (fixed.containsKey(name)) {
            throw Faults.of(
                    FaultKind.CONFLICT,
                    "entry " + name + " is set by the service's configuration",
                    "change mcp.identity.entries there, or use another name");
        }
        if (!loaded) {
            throw Faults.of(FaultKind.UNAVAILABLE, "entries are not read from the store yet", "try again");
        }
    }

    private void await(Revision revision) {
        long end = System.nanoTime() + APPLIED_WITHIN.toNanos();
        synchronized (progress) {
            while (revision.isAfter(applied)) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw Faults.of(
                            FaultKind.DEADLINE_EXCEEDED, "it is stored and not in use yet", "look again in a moment");
                }
                try {
                    progress.wait(Math.max(1, left / 1_000_000));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw Faults.of(FaultKind.UNAVAILABLE, "this process ends", "try again");
                }
            }
        }
    }

    private Key key(EntryName name) {
        return new Key(prefix + name);
    }

    private Optional<EntryName> name(Key key) {
        try {
            return Optional.of(EntryName.parse(key.value().substring(prefix.length())));
        } catch (FaultException notOurs) {
            return Optional.empty();
        }
    }

    /// One that can't be read, or that lies under another's name, must not keep all the others from being served.
    private Optional<Entry> decode(dev.mcp2026.store.Entry stored) {
        try {
            Entry entry = EntryCodec.decodeStored(
                    dev.mcp2026.proto.identity.v1.Entry.parseFrom(stored.value().bytes()));
            if (name(stored.key()).filter(entry.key()::equals).isPresent()) {
                return Optional.of(entry);
            }
            LOG.errorf("entry not loaded key=%s reason=it names itself %s", stored.key(), entry.key());
        } catch (InvalidProtocolBufferException | FaultException e) {
            LOG.errorf("entry not loaded key=%s reason=%s", stored.key(), e.getMessage());
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        Thread thread = follower;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
