package dev.mcp2026.identity.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.Value;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import dev.mcp2026.testkit.clock.FakeClock;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSharedCacheTest extends SharedCacheContract {
    private static final int ENTRIES = 5;

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private Store store;
    private SharedCache cache;
    private SharedCache replica;

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(EmbeddedOptions.at(folder.resolve("store")));
        cache = onStore();
        replica = onStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    SharedCache cache() {
        return cache;
    }

    @Override
    SharedCache replica() {
        return replica;
    }

    @Override
    void outlive(SharedKey key, Duration ttl) {
        clock.advance(ttl.minusMillis(1));
        assertThat(cache.get(key)).isPresent();
        clock.advance(Duration.ofMillis(1));
    }

    @Override
    void plant(SharedKey key, byte[] value) {
        byte[] stored = ByteBuffer.allocate(Long.BYTES + value.length)
                .putLong(Long.MAX_VALUE)
                .put(value)
                .array();
        store.put(StoreSharedCache.name(key), Value.of(stored));
    }

    @Override
    void breakDown() {
        store.close();
    }

    @Test
    void aValueWithoutAnEndIsAnEmptyValue() {
        store.put(StoreSharedCache.name(KEY), Value.of("short"));

        assertThat(cache.get(KEY)).hasValue(new byte[0]);
    }

    @Test
    void moreEntriesThanTheLimitPushOutWhatEndsFirst() {
        for (int i = 0; i < ENTRIES; i++) {
            cache.put(key(i), bytes(i), LONG.minusMinutes(i));
        }
        cache.put(key(9), bytes(9), LONG);

        assertThat(stored())
                .hasSize(ENTRIES)
                .doesNotContain(StoreSharedCache.name(key(4)).value());
        assertThat(cache.get(key(9))).hasValue(bytes(9));
        assertThat(cache.get(key(0))).hasValue(bytes(0));
    }

    @Test
    void endedEntriesMakeRoomFirst() {
        for (int i = 0; i < ENTRIES; i++) {
            cache.put(key(i), bytes(i), i < 2 ? Duration.ofSeconds(1) : LONG);
        }
        clock.advance(Duration.ofSeconds(1));
        cache.put(key(9), bytes(9), Duration.ofMinutes(1));

        assertThat(stored()).hasSize(ENTRIES - 1);
        assertThat(cache.get(key(9))).isPresent();
    }

    @Test
    void replacingAnEntryTakesNoRoom() {
        for (int i = 0; i < ENTRIES; i++) {
            cache.put(key(i), bytes(i), LONG);
        }
        cache.put(key(2), bytes(8), LONG);

        assertThat(stored()).hasSize(ENTRIES);
        assertThat(cache.get(key(2))).hasValue(bytes(8));
    }

    @Test
    void whatWasThereBeforeAStartCounts() {
        for (int i = 0; i < ENTRIES; i++) {
            cache.put(key(i), bytes(i), LONG);
        }
        onStore().put(key(9), bytes(9), LONG);

        assertThat(stored()).hasSize(ENTRIES);
    }

    private SharedCache onStore() {
        Limit entries = new Limit("mcp.identity.shared.store.entries", ENTRIES, "entries");
        return new StoreSharedCache(store, new StoreCacheSettings(entries, VALUE_BYTES), clock);
    }

    private List<String> stored() {
        return store.range(RangeQuery.of(new KeyPrefix("identity/shared/"))).entries().stream()
                .map(entry -> entry.key().value())
                .toList();
    }

    private static SharedKey key(int i) {
        return new SharedKey(KEY.tenant(), KEY.kind(), "name-" + i);
    }
}
