package dev.mcp2026.identity.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.authority.IssuedJwt;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.workload.JwtSource;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// JWT-SVIDs by entry and audience, each for half of its life, and to its end while the authority is away. The key has
/// the whole entry in it, tenant included, so that a changed one starts anew.
public final class JwtCache implements JwtSource {
    /// After an authority that did not answer: nobody asks it again for the same until then.
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Authority authority;
    private final InstantSource clock;
    private final Duration margin;
    private final Cache<Key, Kept> tokens;

    private record Key(Entry entry, List<String> audience) {}

    /// @param token the last there was
    /// @param failure of the attempt after it
    /// @param failedAt when that was
    private record Kept(@Nullable IssuedJwt token, @Nullable FaultException failure, Instant failedAt) {}

    /// @param margin before a token's end, from which on it is not handed out
    public JwtCache(Authority authority, InstantSource clock, Duration margin, long max) {
        this.authority = authority;
        this.clock = clock;
        this.margin = margin;
        this.tokens = Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfter(Expiry.writing((Key key, Kept kept) -> left(kept)))
                .executor(Runnable::run)
                .build();
    }

    private Duration left(Kept kept) {
        IssuedJwt token = kept.token();
        Duration least = kept.failure() == null ? Duration.ZERO : RETRY;
        Duration left = token == null
                ? least
                : Duration.between(clock.instant(), token.notAfter().minus(margin));
        return left.compareTo(least) < 0 ? least : left;
    }

    @Override
    public IssuedJwt get(Entry entry, List<String> audience) {
        Key key = new Key(entry, audience.stream().sorted().distinct().toList());
        Instant now = clock.instant();
        Kept known = tokens.getIfPresent(key);
        if (known == null || isDue(known, now)) {
            // Whoever comes while one is asked for waits here for the same.
            known = java.util.Objects.requireNonNull(tokens.asMap()
                    .compute(
                            key,
                            (wanted, there) ->
                                    there == null || isDue(there, clock.instant()) ? ask(wanted, there) : there));
        }
        IssuedJwt token = known.token();
        FaultException failure = known.failure();
        if (token == null || (failure != null && !now.isBefore(token.notAfter().minus(margin)))) {
            throw java.util.Objects.requireNonNull(failure);
        }
        return token;
    }

    private Kept ask(Key key, @Nullable Kept before) {
        try {
            return new Kept(authority.jwt(key.entry(), key.audience()), null, Instant.MIN);
        } catch (FaultException e) {
            // It answers, and has no such identity any more: that is not its being away.
            boolean withdrawn = e.fault().kind() == FaultKind.NOT_FOUND;
            return new Kept(before == null || withdrawn ? null : before.token(), e, clock.instant());
        }
    }

    private static boolean isDue(Kept kept, Instant now) {
        IssuedJwt token = kept.token();
        boolean tried = kept.failure() != null
                && !now.isBefore(kept.failedAt())
                && now.isBefore(kept.failedAt().plus(RETRY));
        return (token == null || !isFresh(token, now)) && !tried;
    }

    private static boolean isFresh(IssuedJwt token, Instant now) {
        Duration half = Duration.between(token.issuedAt(), token.notAfter()).dividedBy(2);
        return !now.isBefore(token.issuedAt()) && now.isBefore(token.issuedAt().plus(half));
    }
}
