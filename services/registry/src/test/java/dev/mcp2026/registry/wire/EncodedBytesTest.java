package dev.mcp2026.registry.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.catalogue.CheckSpec;
import dev.mcp2026.registry.catalogue.EncodedBytes;
import dev.mcp2026.registry.catalogue.Endpoint;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.catalogue.Samples;
import dev.mcp2026.registry.health.Cause;
import dev.mcp2026.registry.health.Evidence;
import dev.mcp2026.registry.health.EvidenceKind;
import dev.mcp2026.registry.health.HealthState;
import dev.mcp2026.registry.health.Outcome;
import dev.mcp2026.registry.health.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncodedBytesTest {
    private static final String[] LETTERS = {"a", "é", "ж", "語", "😀"};

    private final Random random = new Random(7);

    private final Catalogue catalogue = new Catalogue(
            new CellId("cell-1"),
            7,
            new HybridLogicalClock(InstantSource.system(), Duration.ofMillis(500)),
            CatalogueLimits.defaults());

    private String text(int max) {
        return LETTERS[random.nextInt(LETTERS.length)].repeat(random.nextInt(max / 2));
    }

    private Registration registration(int i) {
        Map<String, String> labels = new HashMap<>();
        IntStream.range(0, random.nextInt(20)).forEach(n -> labels.put(n + text(40), text(60)));
        Registration plain = Samples.registration("shop", "web", "web-" + i, 65_535, labels);
        List<CheckSpec> checks = IntStream.range(0, random.nextInt(4))
                .mapToObj(n -> new CheckSpec(
                        "check-" + n,
                        "main",
                        Duration.ofMillis(999_999),
                        Duration.ofNanos(29_999_999_999L),
                        n == 0
                                ? new CheckKind.Tcp()
                                : n == 1
                                        ? new CheckKind.Http("/" + "x".repeat(random.nextInt(1000)), 200, 399)
                                        : new CheckKind.Grpc(text(253))))
                .toList();
        return new Registration(
                plain.tenant(),
                plain.service(),
                plain.instance(),
                List.of(new Endpoint("main", "2001:db8:0:0:0:0:0:1", 65_535, "tcp"), new Endpoint("b", "x", 1, "http")),
                text(253),
                text(253),
                labels,
                checks,
                Duration.ofNanos(86_399_999_999_999L));
    }

    private Verdict verdict() {
        List<Evidence> evidence = IntStream.range(0, random.nextInt(9))
                .mapToObj(n -> new Evidence(
                        EvidenceKind.REPORT,
                        "spiffe://" + "o".repeat(random.nextInt(200)),
                        "check",
                        Outcome.REFUSED,
                        text(512),
                        Instant.now(),
                        Integer.MAX_VALUE))
                .toList();
        return new Verdict(HealthState.DOWN, Cause.TARGET, text(200), Instant.now(), evidence, HealthState.UP);
    }

    @Test
    void isNeverLessThanWhatIsSentAndNotMuchMore() {
        for (int i = 0; i < 500; i++) {
            Entry entry = catalogue.register(registration(i), verdict()).entry();
            long told = EncodedBytes.of(entry);
            int instance = InstanceCodec.encode(entry, Instant.now()).getSerializedSize();
            int record = DeltaCodec.encode(entry.whole()).getSerializedSize();
            assertThat(told).isGreaterThanOrEqualTo(Math.max(instance, record)).isLessThan(2L * instance);
        }
    }

    @Test
    void aRegistrationBeyondTheLimitIsRefusedByName() {
        Map<String, String> labels = new HashMap<>();
        IntStream.range(0, 64).forEach(i -> labels.put("%03d".formatted(i) + "語".repeat(250), "語".repeat(253)));
        Registration large = Samples.registration("shop", "web", "web-1", 80, labels);
        assertThatThrownBy(() -> catalogue.register(large, null)).isInstanceOfSatisfying(FaultException.class, e -> {
            assertThat(e.fault().kind()).isEqualTo(FaultKind.LIMIT_EXCEEDED);
            assertThat(e.fault().action()).contains("mcp.registry.limits.registration-bytes");
        });
        assertThat(catalogue.revision()).isZero();
    }
}
