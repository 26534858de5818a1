package dev.mcp2026.identity.shared;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A shared cache that a test can look into and write to. It never forgets by itself.
final class MapCache implements SharedCache {
    final Map<SharedKey, byte[]> values = new HashMap<>();
    final Map<SharedKey, Duration> ttls = new HashMap<>();

    @Override
    public Optional<byte[]> get(SharedKey key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public void put(SharedKey key, byte[] value, Duration ttl) {
        values.put(key, value);
        ttls.put(key, ttl);
    }

    @Override
    public void remove(SharedKey key) {
        values.remove(key);
    }
}
