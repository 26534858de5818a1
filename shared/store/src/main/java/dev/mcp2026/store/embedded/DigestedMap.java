package dev.mcp2026.store.embedded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/// A map of the file that knows the digest of all it holds: the sum of a 64-bit hash of every record, kept up to date
/// by each change. MVStore checks a chunk's header and footer but not what lies between, so a torn write inside one
/// shows only here.
final class DigestedMap<K> {
    private final MVMap<K, byte[]> map;
    private long digest;
    private long bytes;

    DigestedMap(MVMap<K, byte[]> map) {
        this.map = map;
    }

    MVMap<K, byte[]> map() {
        return map;
    }

    long digest() {
        return digest;
    }

    /// The size of all records.
    long bytes() {
        return bytes;
    }

    byte @Nullable [] get(K key) {
        return map.get(key);
    }

    void put(K key, byte[] record) {
        forget(key, map.put(key, record));
        remember(key, record);
    }

    void remove(K key) {
        forget(key, map.remove(key));
    }

    /// Reads everything, computing the digest anew.
    void load(BiConsumer<K, byte[]> each) {
        digest = 0;
        bytes = 0;
        Cursor<K, byte[]> cursor = map.cursor(null);
        while (cursor.hasNext()) {
            K key = cursor.next();
            byte[] record = cursor.getValue();
            remember(key, record);
            each.accept(key, record);
        }
    }

    private void remember(K key, byte[] record) {
        digest += hash(key, record);
        bytes += record.length;
    }

    private void forget(K key, byte @Nullable [] record) {
        if (record != null) {
            digest -= hash(key, record);
            bytes -= record.length;
        }
    }

    private long hash(K key, byte[] record) {
        byte[] name = key instanceof Long number
                ? ByteBuffer.allocate(Long.BYTES).putLong(number).array()
                : key.toString().getBytes(StandardCharsets.US_ASCII);
        CRC32C high = new CRC32C();
        CRC32 low = new CRC32();
        high.update(name);
        low.update(name);
        high.update(record);
        low.update(record);
        return mix((high.getValue() << 32) ^ low.getValue() ^ ((long) map.getId() << 56) ^ record.length);
    }

    /// The finaliser of SplitMix64, so that sums of hashes do not cancel in patterns.
    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
