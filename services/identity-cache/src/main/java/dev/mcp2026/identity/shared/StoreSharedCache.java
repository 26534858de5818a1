package dev.mcp2026.identity.shared;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.RangePage;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.Value;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Shared through the durable store, under `identity/shared/<tenant>/<kind>/<name>`: for a cell without Redis.
///
/// A value begins with the time of its end (epoch milliseconds, 8 bytes), since the store's leases count whole seconds.
/// When the entries are as many as there may be, those that ended go, and then the one that ends first. Each process
/// counts what it knows of; what others wrote it sees when its own count is full, so that many processes together may
/// for a while keep more.
public final class StoreSharedCache implements SharedCache {
    private static final String AREA = "identity/shared";
    private static final KeyPrefix PREFIX = new KeyPrefix(AREA + "/");
    private static final int PAGE = 100;

    private final Store store;
    private final StoreCacheSettings settings;
    private final InstantSource clock;
    /// When each entry known here ends; null until it is read from the store. Guarded by this.
    private @Nullable Map<Key, Instant> ends;

    public StoreSharedCache(Store store, StoreCacheSettings settings, InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Optional<byte[]> get(SharedKey key) {
        Key name = name(key);
        Optional<Entry> entry = asking(() -> store.get(name).entry());
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        byte[] stored = entry.get().value().bytes();
        if (stored.length < Long.BYTES) {
            return Optional.of(new byte[0]);
        }
        if (!clock.instant().isBefore(end(stored))) {
            return Optional.empty();
        }
        int length =
                (int) Math.min(stored.length - Long.BYTES, settings.valueBytes().max() + 1);
        byte[] value = new byte[length];
        System.arraycopy(stored, Long.BYTES, value, 0, length);
        return Optional.of(value);
    }

    @Override
    public void put(SharedKey key, byte[] value, Duration ttl) {
        if (value.length == 0) {
            throw Faults.invalid("value", "it is empty", "remove the entry instead");
        }
        settings.valueBytes().check("value", value.length);
        if (ttl.toMillis() < 1) {
            return;
        }
        Instant end = clock.instant().plus(ttl);
        byte[] stored = ByteBuffer.allocate(Long.BYTES + value.length)
                .putLong(end.toEpochMilli())
                .put(value)
                .array();
        asking(() -> {
            makeRoom(name(key), end);
            return store.put(name(key), Value.of(stored));
        });
    }

    @Override
    public void remove(SharedKey key) {
        asking(() -> store.delete(name(key)));
        forget(name(key));
    }

    static Key name(SharedKey key) {
        return new Key(key.joined(AREA, '/'));
    }

    /// Counts the entry, at the expense of another if there are too many.
    private synchronized void makeRoom(Key key, Instant end) {
        Map<Key, Instant> known = ends == null ? known() : ends;
        if (!known.containsKey(key) && known.size() >= settings.entries().max()) {
            known = known();
            dropEnded(known);
            while (known.size() >= settings.entries().max()) {
                Key first = known.entrySet().stream()
                        .min(Map.Entry.comparingByValue(Comparator.<Instant>naturalOrder()))
                        .orElseThrow()
                        .getKey();
                store.delete(first);
                known.remove(first);
            }
        }
        known.put(key, end);
        ends = known;
    }

    private void dropEnded(Map<Key, Instant> known) {
        Instant now = clock.instant();
        known.entrySet().removeIf(each -> {
            boolean ended = !now.isBefore(each.getValue());
            if (ended) {
                store.delete(each.getKey());
            }
            return ended;
        });
    }

    private Map<Key, Instant> known() {
        Map<Key, Instant> known = new HashMap<>();
        RangeQuery query = RangeQuery.of(PREFIX).withLimit(PAGE);
        RangePage page;
        do {
            page = store.range(query);
            for (Entry entry : page.entries()) {
                byte[] stored = entry.value().bytes();
                known.put(entry.key(), stored.length < Long.BYTES ? Instant.EPOCH : end(stored));
            }
            query = page.entries().isEmpty()
                    ? query
                    : query.after(page.entries().getLast().key());
        } while (page.more());
        return known;
    }

    private synchronized void forget(Key key) {
        if (ends != null) {
            ends.remove(key);
        }
    }

    private static Instant end(byte[] stored) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(stored).getLong());
    }

    /// To a cache's user it is all one why the store does not do it.
    private static <T> T asking(Supplier<T> call) {
        try {
            return call.get();
        } catch (FaultException e) {
            throw new FaultException(
                    new Fault(
                            FaultKind.UNAVAILABLE,
                            null,
                            e.fault().detail(),
                            e.fault().action()),
                    e);
        }
    }
}
