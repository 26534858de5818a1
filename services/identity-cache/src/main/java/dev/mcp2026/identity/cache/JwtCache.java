package dev.mcp2026.identity.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.authority.IssuedJwt;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.workload.JwtSource;
import dev.mcp2026.kernel.error.FaultException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// JWT-SVIDs by entry and audience, each for half of its life, and to its end while the authority is away. The key has
/// the whole entry in it, tenant included, so that a changed one starts anew.
public final class JwtCache implements JwtSource {
    private final Authority authority;
    private final InstantSource clock;
    private final Duration margin;
    private final Cache<Key, IssuedJwt> tokens;

    private record Key(Entry entry, List<String> audience) {}

    /// @param margin before a token's end, from which on it is not handed out
    public JwtCache(Authority authority, InstantSource clock, Duration margin, long max) {
        this.authority = authority;
        this.clock = clock;
        this.margin = margin;
        this.tokens = Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfter(Expiry.writing((Key key, IssuedJwt token) -> left(token)))
                .executor(Runnable::run)
                .build();
    }

    private Duration left(IssuedJwt token) {
        Duration left = Duration.between(clock.instant(), token.notAfter().minus(margin));
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public IssuedJwt get(Entry entry, List<String> audience) {
        Key key = new Key(entry, audience.stream().sorted().distinct().toList());
        IssuedJwt known = tokens.getIfPresent(key);
        Instant now = clock.instant();
        if (known != null && isFresh(known, now)) {
            return known;
        }
        // Whoever comes while one is asked for waits here for the same.
        return java.util.Objects.requireNonNull(tokens.asMap().compute(key, (wanted, there) -> {
            if (there != null && isFresh(there, now)) {
                return there;
            }
            try {
                return authority.jwt(entry, wanted.audience());
            } catch (FaultException e) {
                if (there != null && now.isBefore(there.notAfter().minus(margin))) {
                    return there;
                }
                throw e;
            }
        }));
    }

    private static boolean isFresh(IssuedJwt token, Instant now) {
        Duration half = Duration.between(token.issuedAt(), token.notAfter()).dividedBy(2);
        return now.isBefore(token.issuedAt().plus(half));
    }
}
