package dev.mcp2026.identity.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.identity.shared.SharedKey.Kind;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What every shared cache does. A subclass per implementation; each test gets an empty one.
abstract class SharedCacheContract {
    static final Limit VALUE_BYTES = new Limit("mcp.identity.shared.value-bytes", 1000, "bytes");
    static final Duration LONG = Duration.ofHours(1);
    static final SharedKey KEY = new SharedKey(new TenantId("acme"), Kind.BUNDLE, "acme.example");

    /// Two caches on the same data.
    abstract SharedCache cache();

    abstract SharedCache replica();

    /// Lets time pass until an entry with this TTL has ended.
    abstract void outlive(SharedKey key, Duration ttl);

    /// Puts bytes there without the cache.
    abstract void plant(SharedKey key, byte[] value);

    /// The server behind it stops answering.
    abstract void breakDown();

    @Test
    void whatOnePutsTheOtherGets() {
        byte[] value = {0, 1, (byte) 0xff, '\r', '\n', 0};
        assertThat(replica().get(KEY)).isEmpty();

        cache().put(KEY, value, LONG);

        assertThat(replica().get(KEY)).hasValue(value);
        assertThat(cache().get(KEY)).hasValue(value);
    }

    @Test
    void aLaterPutReplaces() {
        cache().put(KEY, bytes(1), LONG);
        replica().put(KEY, bytes(2), LONG);

        assertThat(cache().get(KEY)).hasValue(bytes(2));
    }

    @Test
    void whatIsRemovedIsGoneAndRemovingNothingIsFine() {
        cache().put(KEY, bytes(1), LONG);
        replica().remove(KEY);
        replica().remove(KEY);

        assertThat(cache().get(KEY)).isEmpty();
    }

    @Test
    void tenantKindAndNameTellEntriesApart() {
        List<SharedKey> keys = List.of(
                KEY,
                new SharedKey(new TenantId("other"), KEY.kind(), KEY.name()),
                new SharedKey(KEY.tenant(), Kind.INTERMEDIATE, KEY.name()),
                new SharedKey(KEY.tenant(), KEY.kind(), "other"));
        for (int i = 0; i < keys.size(); i++) {
            cache().put(keys.get(i), bytes(i + 1), LONG);
        }
        for (int i = 0; i < keys.size(); i++) {
            assertThat(replica().get(keys.get(i))).hasValue(bytes(i + 1));
        }
        cache().remove(KEY);

        assertThat(cache().get(keys.get(1))).isPresent();
    }

    @Test
    void anEntryEndsWithItsTtlToTheMillisecond() {
        Duration ttl = Duration.ofMillis(150);
        cache().put(KEY, bytes(1), ttl);

        outlive(KEY, ttl);

        assertThat(cache().get(KEY)).isEmpty();
        assertThat(replica().get(KEY)).isEmpty();
    }

    @Test
    void aTtlOfNothingStoresNothing() {
        cache().put(KEY, bytes(1), Duration.ZERO);
        cache().put(KEY, bytes(1), Duration.ofNanos(999_999));
        cache().put(KEY, bytes(1), Duration.ofSeconds(-1));

        assertThat(cache().get(KEY)).isEmpty();
    }

    @Test
    void aValueIsAsLargeAsTheLimitAtMost() {
        cache().put(KEY, new byte[1000], LONG);
        assertThat(cache().get(KEY)).hasValue(new byte[1000]);

        refused(FaultKind.LIMIT_EXCEEDED, () -> cache().put(KEY, new byte[1001], LONG));
        refused(FaultKind.INVALID_ARGUMENT, () -> cache().put(KEY, new byte[0], LONG));
    }

    @Test
    void whatAnotherWroteTooLargeComesCutOneByteAboveTheLimit() {
        plant(KEY, new byte[100_000]);

        assertThat(cache().get(KEY).orElseThrow()).hasSize(1001);
    }

    @Test
    void manyAtOnceGetWhatIsThere() throws Exception {
        cache().put(KEY, bytes(7), LONG);
        List<Future<byte[]>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                answers.add(threads.submit(() -> cache().get(KEY).orElseThrow()));
            }
        }
        for (Future<byte[]> answer : answers) {
            assertThat(answer.get()).isEqualTo(bytes(7));
        }
    }

    @Test
    void withoutTheServerEachCallIsUnavailable() {
        cache().put(KEY, bytes(1), LONG);
        breakDown();

        refused(FaultKind.UNAVAILABLE, () -> cache().get(KEY));
        refused(FaultKind.UNAVAILABLE, () -> cache().put(KEY, bytes(2), LONG));
        refused(FaultKind.UNAVAILABLE, () -> cache().remove(KEY));
    }

    static byte[] bytes(int value) {
        return new byte[] {(byte) value};
    }

    static void refused(FaultKind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(FaultException.class)
                .satisfies(e -> assertThat(((FaultException) e).fault().kind()).isEqualTo(kind));
    }
}
