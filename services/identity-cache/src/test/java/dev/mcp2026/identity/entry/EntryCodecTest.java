package dev.mcp2026.identity.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.mcp2026.identity.testing.TestCache;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.proto.identity.v1.Entry.Builder;
import dev.mcp2026.testkit.sim.Seeds;
import dev.mcp2026.trust.SpiffeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryCodecTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456789Z");

    private static Entry full() {
        return new Entry(
                new EntryName(TestCache.SHOP, "web"),
                SpiffeId.parse("spiffe://test.local/tenant/shop/workload/web"),
                Set.of(Selector.parse("unix:uid:1"), Selector.parse("k8s:pod-uid:x")),
                Optional.of(java.time.Duration.ofSeconds(3600, 5)),
                Optional.of(java.time.Duration.ofSeconds(60)),
                List.of("b.example", "a.example"),
                "hint",
                List.of("other.example"),
                false,
                NOW);
    }

    @Test
    void givesBackWhatItWasGiven() throws Exception {
        byte[] stored = EntryCodec.encode(full()).toByteArray();
        assertThat(EntryCodec.decodeStored(dev.mcp2026.proto.identity.v1.Entry.parseFrom(stored)))
                .isEqualTo(full());
        Entry least = TestCache.entry(TestCache.SHOP, "web", "unix:uid:1");
        assertThat(EntryCodec.decodeStored(EntryCodec.encode(least))).isEqualTo(least);
    }

    @Test
    void writesTheSameEntryTheSameWay() {
        assertThat(EntryCodec.encode(full()).toByteArray())
                .isEqualTo(EntryCodec.encode(full()).toByteArray());
    }

    @Test
    void doesNotTakeTheStoresWordForAnEntryOfTheConfiguration() {
        Builder message = EntryCodec.encode(full()).toBuilder().setFixed(true);
        assertThat(EntryCodec.decodeStored(message.build()).fixed()).isFalse();
    }

    @Test
    void refusesTimesThatAreNone() {
        List<Builder> wrong = List.of(
                EntryCodec.encode(full()).toBuilder()
                        .setChanged(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)),
                EntryCodec.encode(full()).toBuilder()
                        .setX509Ttl(
                                Duration.newBuilder().setSeconds(Long.MAX_VALUE).setNanos(Integer.MAX_VALUE)),
                EntryCodec.encode(full()).toBuilder()
                        .setJwtTtl(
                                Duration.newBuilder().setSeconds(Long.MIN_VALUE).setNanos(-1)));
        for (Builder one : wrong) {
            assertThatThrownBy(() -> EntryCodec.decodeStored(one.build()))
                    .isInstanceOfSatisfying(
                            FaultException.class,
                            e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.INVALID_ARGUMENT));
        }
    }

    static LongStream seeds() {
        return Seeds.fixed(300);
    }

    /// Whatever the store holds is an entry, or refused as one of the two failures that the book expects.
    @ParameterizedTest
    @MethodSource("seeds")
    void survivesBytesThatSomethingHappenedTo(long seed) {
        Random random = new Random(seed);
        byte[] bytes = EntryCodec.encode(full()).toByteArray();
        for (int i = 0; i <= random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        try {
            EntryCodec.decodeStored(dev.mcp2026.proto.identity.v1.Entry.parseFrom(bytes));
        } catch (com.google.protobuf.InvalidProtocolBufferException | FaultException expected) {
            assertThat(expected).hasMessageNotContainingAny("Exception");
        }
    }
}
