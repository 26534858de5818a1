package dev.mcp2026.store.embedded;

import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.LeaseId;
import dev.mcp2026.store.Revision;
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.StoreLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.jspecify.annotations.Nullable;

/// The file's maps and what is written to them together. Only the committing thread uses it; readers have [Snapshot]s.
final class Tables implements EntryView {
    private static final String REVISION = "revision";
    private static final String COMPACTED = "compacted";
    private static final String LEASE_SEQUENCE = "lease-sequence";
    private static final String DIGEST = "digest";

    /// Chunks of which less than this is alive are rewritten, at most so many bytes at a time.
    private static final int TARGET_FILL_PERCENT = 50;

    private static final int HOUSEKEEPING_BYTES = 4 << 20;

    private final MVStore store;
    private final LeaseBook leases;
    private final DigestedMap<String> entries;
    private final DigestedMap<Long> history;
    private final DigestedMap<Long> granted;
    private final MVMap<String, Long> meta;
    private long revision;
    private long compacted;
    private long leaseSequence;
    private boolean dirty;

    Tables(MVStore store, LeaseBook leases) {
        this.store = store;
        this.leases = leases;
        // The types are named: MVStore would otherwise fall back to Java serialisation, which needs reflection.
        MVMap.Builder<String, byte[]> byName = new MVMap.Builder<>();
        byName.keyType(KeyText.INSTANCE).valueType(ByteArrayDataType.INSTANCE);
        MVMap.Builder<Long, byte[]> byNumber = new MVMap.Builder<>();
        byNumber.keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE);
        MVMap.Builder<String, Long> numbers = new MVMap.Builder<>();
        numbers.keyType(KeyText.INSTANCE).valueType(LongDataType.INSTANCE);
        entries = new DigestedMap<>(store.openMap("entries", byName));
        history = new DigestedMap<>(store.openMap("history", byNumber));
        granted = new DigestedMap<>(store.openMap("leases", byNumber));
        meta = store.openMap("meta", numbers);
    }

    /// Reads all of it, fills the lease book, and says whether what is there is what was committed.
    boolean load(long now) {
        leases.clear();
        revision = meta.getOrDefault(REVISION, 0L);
        compacted = meta.getOrDefault(COMPACTED, 0L);
        leaseSequence = meta.getOrDefault(LEASE_SEQUENCE, 0L);
        granted.load((id, ttl) -> leases.add(
                new LeaseId(id), Duration.ofNanos(ByteBuffer.wrap(ttl).getLong()), now));
        entries.load((key, record) -> {
            Entry entry = Codec.entry(key, record);
            leases.attach(entry.lease(), entry.key());
        });
        history.load((_, _) -> {});
        Long committed = meta.get(DIGEST);
        return committed != null && committed == digest();
    }

    private long digest() {
        return entries.digest()
                + history.digest()
                + granted.digest()
                + DigestedMap.mix(revision)
                + DigestedMap.mix(compacted ^ (1L << 62))
                + DigestedMap.mix(leaseSequence ^ (1L << 61));
    }

    /// True if something waits for [#commit].
    boolean dirty() {
        return dirty;
    }

    Revision revision() {
        return new Revision(revision);
    }

    @Override
    public @Nullable Entry get(Key key) {
        byte[] record = entries.get(key.value());
        return record == null ? null : Codec.entry(key.value(), record);
    }

    @Override
    public List<Key> keys(KeyPrefix prefix) {
        List<Key> keys = new ArrayList<>();
        Iterator<String> all = entries.map().keyIterator(prefix.value());
        while (all.hasNext()) {
            Key key = new Key(all.next());
            if (!key.startsWith(prefix)) {
                break;
            }
            keys.add(key);
        }
        return keys;
    }

    @Override
    public boolean alive(LeaseId lease) {
        return leases.alive(lease);
    }

    /// Writes the changes of one transaction as the next revision.
    void apply(List<StoreEvent> changes) {
        dirty = true;
        revision++;
        for (StoreEvent change : changes) {
            Entry old = get(change.key());
            if (old != null) {
                leases.detach(old.lease(), old.key());
            }
            switch (change) {
                case StoreEvent.Put put -> {
                    entries.put(put.key().value(), Codec.entry(put.entry()));
                    leases.attach(put.entry().lease(), put.key());
                }
                case StoreEvent.Deleted gone -> entries.remove(gone.key().value());
            }
        }
        history.put(revision, Codec.events(changes));
    }

    LeaseId grant(Duration ttl, long now) {
        dirty = true;
        LeaseId lease = new LeaseId(++leaseSequence);
        granted.put(
                lease.value(),
                ByteBuffer.allocate(Long.BYTES).putLong(ttl.toNanos()).array());
        leases.add(lease, ttl, now);
        return lease;
    }

    void end(LeaseId lease) {
        dirty = true;
        granted.remove(lease.value());
        leases.remove(lease);
    }

    /// Forgets the oldest revisions beyond the limits.
    void trim(StoreLimits limits) {
        while (!history.map().isEmpty()
                && (history.map().sizeAsLong() > limits.historyRevisions().max()
                        || history.bytes() > limits.historyBytes().max())) {
            long oldest = history.map().firstKey();
            history.remove(oldest);
            compacted = oldest;
        }
    }

    /// Makes all changes since the last time durable: one chunk, one sync. Readers get what is returned.
    Snapshot commit() {
        meta.put(REVISION, revision);
        meta.put(COMPACTED, compacted);
        meta.put(LEASE_SEQUENCE, leaseSequence);
        meta.put(DIGEST, digest());
        store.commit();
        store.sync();
        dirty = false;
        return snapshot();
    }

    /// The version last committed.
    Snapshot snapshot() {
        MVStore.TxCounter usage = store.registerVersionUsage();
        long version = store.getCurrentVersion();
        return new Snapshot(
                store,
                usage,
                entries.map().openVersion(version),
                history.map().openVersion(version),
                revision(),
                new Revision(compacted));
    }

    /// Marks the pages of mostly dead chunks to be rewritten, so that the file does not grow for ever. Nothing is
    /// written
    /// here: they go into the next commit's chunk and are synced with it.
    void housekeep() {
        store.compact(TARGET_FILL_PERCENT, HOUSEKEEPING_BYTES);
    }
}
