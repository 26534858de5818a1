package dev.mcp2026.registry.catalogue;

import java.nio.charset.StandardCharsets;

/// A fixed number of hashes over one owner's live records, kept up to date with each change: two
/// replicas with equal
/// digests hold equal records (up to a 64-bit collision in a bucket, which the next change resolves).
/// Tombstones do not count: replicas forget them at different times.
public final class Digest {
    /// 1024 buckets of 8 bytes: 8 KiB to compare 100k records, and about 100 records to repair one
    /// difference.
    public static final int BUCKETS = 1024;

    private final long[] buckets = new long[BUCKETS];

    /// Adds the entry's hash if it is not in, takes it out if it is: XOR is its own inverse.
    void toggle(Entry entry) {
        if (!entry.deleted()) {
            buckets[bucket(entry.key())] ^= hash(entry);
        }
    }

    long[] buckets() {
        return buckets.clone();
    }

    /// The bucket of a key; the same in every process.
    public static int bucket(InstanceKey key) {
        return (int) Long.remainderUnsigned(mix(keyHash(key)), BUCKETS);
    }

    private static long hash(Entry entry) {
        long h = mix(keyHash(entry.key()) ^ entry.registrationStamp().packed());
        return mix(h ^ Long.rotateLeft(entry.verdictStamp().packed(), 17));
    }

    /// FNV-1a over the key's parts: Java's own hash codes have 32 bits, too few for a million records.
    private static long keyHash(InstanceKey key) {
        long h = 0xcbf29ce484222325L;
        for (byte b : key.toString().getBytes(StandardCharsets.US_ASCII)) {
            h = (h ^ b) * 0x100000001b3L;
        }
        return h;
    }

    /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
