package dev.mcp2026.servicekit.idempotency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import java.time.Duration;
import java.util.function.Supplier;

/// First answers by idempotency key (IETF draft-ietf-httpapi-idempotency-key-header): a repeat
/// gets the first answer
/// and has no second effect; the same key with another request is refused.
public final class IdempotencyKeys {
    private static final int KEY_MAX_CHARS = 128;

    private record Scope(String principal, String key) {}

    private record First(Object request, Object answer) {}

    private final Cache<Scope, First> answers;

    /// @param max keys remembered
    /// @param ttl how long one is remembered
    public IdempotencyKeys(long max, Duration ttl) {
        this.answers =
                Caffeine.newBuilder().maximumSize(max).expireAfterWrite(ttl).build();
    }

    /// Runs `work` unless this principal used `key` before. A failure is not remembered.
    @SuppressWarnings("unchecked")
    public <T> T once(String principal, String key, Object request, Supplier<T> work) {
        if (key.isEmpty()) {
            return work.get();
        }
        if (key.length() > KEY_MAX_CHARS) {
            throw Faults.limit("idempotency_key", key.length() + " characters", "use at most " + KEY_MAX_CHARS);
        }
        First first = answers.get(new Scope(principal, key), scope -> new First(request, work.get()));
        if (!first.request().equals(request)) {
            throw new FaultException(new Fault(
                    FaultKind.CONFLICT,
                    "idempotency_key",
                    "the key was used for another request",
                    "use a new key for each new request"));
        }
        return (T) first.answer();
    }
}
