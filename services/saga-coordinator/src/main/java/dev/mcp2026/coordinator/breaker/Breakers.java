package dev.mcp2026.coordinator.breaker;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// The breakers of all participants, by address. One that has not been needed for long is forgotten, closed.
public final class Breakers {
    private static final Duration KEPT = Duration.ofHours(1);

    private final LoadingCache<String, Breaker> known;

    /// @param participants known at once
    public Breakers(BreakerSettings settings, BreakerListener listener, Limit participants) {
        known = Caffeine.newBuilder()
                .maximumSize(participants.max())
                .expireAfterAccess(KEPT)
                .build(participant -> new Breaker(participant, settings, listener));
    }

    /// Participants whose breaker is open.
    public long open() {
        return known.asMap().values().stream().filter(Breaker::isOpen).count();
    }

    Breaker of(String participant) {
        return known.get(participant);
    }
}
