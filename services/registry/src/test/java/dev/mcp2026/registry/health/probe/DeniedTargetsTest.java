package dev.mcp2026.registry.health.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.health.ProbeResult;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeniedTargetsTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final List<CheckKind> KINDS =
            List.of(new CheckKind.Tcp(), new CheckKind.Http("/", 200, 299), new CheckKind.Grpc(""));

    private static boolean denied(String address) {
        return DeniedTargets.defaults().denying(InetAddress.ofLiteral(address)).isPresent();
    }

    @Test
    void linkLocalAddressesAreDeniedHoweverTheyAreWritten() {
        assertThat(List.of(
                        "169.254.169.254", "169.254.0.1", "::ffff:169.254.169.254", "2852039166", "fe80::1", "febf::1"))
                .allMatch(DeniedTargetsTest::denied);
        assertThat(List.of("169.253.255.255", "169.255.0.0", "127.0.0.1", "10.0.0.1", "::1", "fec0::1", "2001:db8::1"))
                .noneMatch(DeniedTargetsTest::denied);
    }

    @Test
    void aPrefixOfAnyLength() {
        DeniedTargets targets = DeniedTargets.parse(List.of("10.128.0.0/9", "0.0.0.0/32", "2001:db8::/33"));
        assertThat(targets.denying(InetAddress.ofLiteral("10.200.1.1"))).isPresent();
        assertThat(targets.denying(InetAddress.ofLiteral("10.127.1.1"))).isEmpty();
        assertThat(targets.denying(InetAddress.ofLiteral("0.0.0.0"))).isPresent();
        assertThat(targets.denying(InetAddress.ofLiteral("2001:db8:8000::"))).isEmpty();
        assertThat(DeniedTargets.parse(List.of("0.0.0.0/0")).denying(InetAddress.ofLiteral("8.8.8.8")))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0/33", "10.0.0.0.0/8", "fe80::/-1", "fe80::/x", "host/8"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> DeniedTargets.parse(List.of(text)))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining(DeniedTargets.SETTING);
    }

    @Test
    void noProbeOfAnyKindGoesThere() throws Exception {
        try (FakeTarget target = FakeTarget.silent();
                Probes probes = probes(List.of("127.0.0.0/8"), _ -> InetAddress.getLoopbackAddress())) {
            for (CheckKind kind : KINDS) {
                for (String host : List.of("127.0.0.1", "name.example")) {
                    ProbeResult result = probes.run(new Target(host, target.port(), kind), PATIENT);
                    assertThat(result.made()).as(kind + " " + host).isFalse();
                    assertThat(result.silence()).isFalse();
                    assertThat(result.detail()).contains("127.0.0.1", "127.0.0.0/8", DeniedTargets.SETTING);
                }
            }
            assertThat(target.connections()).isZero();
        }
    }

    @Test
    void aNameThatTurnsToADeniedAddressIsDeniedThen() throws Exception {
        Deque<InetAddress> answers =
                new ArrayDeque<>(List.of(InetAddress.getLoopbackAddress(), InetAddress.ofLiteral("169.254.169.254")));
        try (FakeTarget target = FakeTarget.silent();
                Probes probes = probes(List.of("169.254.0.0/16"), _ -> answers.removeFirst())) {
            Target rebound = new Target("rebind.example", target.port(), new CheckKind.Tcp());
            ProbeResult first = probes.run(rebound, PATIENT);
            assertThat(first.ok()).isTrue();
            assertThat(first.address()).isEqualTo(InetAddress.getLoopbackAddress());
            assertThat(probes.run(rebound, PATIENT).made()).isFalse();
        }
    }

    @Test
    void aResolverThatHangsCostsNoMoreThanTheTimeout() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger lookups = new AtomicInteger();
        try (Probes probes = probes(List.of(), _ -> {
            lookups.incrementAndGet();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return InetAddress.getLoopbackAddress();
        })) {
            for (CheckKind kind : KINDS) {
                ProbeResult result = probes.run(new Target("slow.example", 1, kind), Duration.ofMillis(50));
                assertThat(result.silence()).as(kind.toString()).isTrue();
            }
            assertThat(lookups).as("one at a time for each name").hasValue(1);
        } finally {
            never.countDown();
        }
    }

    private static Probes probes(List<String> denied, Dialler.Resolver resolver) {
        ProbeLimits limits = ProbeLimits.defaults();
        return new Probes(
                System::nanoTime,
                new ProbeLimits(
                        limits.concurrency(),
                        limits.tenantConcurrency(),
                        limits.sentinels(),
                        limits.grpcChannels(),
                        limits.drain(),
                        limits.startSpread(),
                        limits.jitter(),
                        limits.sentinelMinLife(),
                        DeniedTargets.parse(denied)),
                resolver);
    }
}
