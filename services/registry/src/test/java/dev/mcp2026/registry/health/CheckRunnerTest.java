package dev.mcp2026.registry.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.catalogue.CheckSpec;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.health.probe.ProbeLimits;
import dev.mcp2026.registry.health.probe.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// On a clock that only moves when told, with one permit in all and a target that answers when told.
class CheckRunnerTest {
    private static final CheckSpec SPEC = new CheckSpec(
            "http", "main", Duration.ofSeconds(30), Duration.ofSeconds(30), new CheckKind.Http("/", 200, 299));

    private final AtomicLong clock = new AtomicLong(1_000_000_000L);
    private final SelfWatch self = new SelfWatch(LocalHealthRules.defaults(), clock.get());
    private final Schedule schedule = new Schedule(clock::get, self, _ -> {});
    private final BlockingQueue<HealthEvent> seen = new LinkedBlockingQueue<>();
    private final CheckRunner runner = new CheckRunner(
            clock::get, RandomGenerator.of("L64X128MixRandom"), onePermit(), self, schedule, (_, e) -> seen.add(e));
    private ServerSocket server;

    private static ProbeLimits onePermit() {
        ProbeLimits limits = ProbeLimits.defaults();
        return new ProbeLimits(
                new Limit("concurrency", 1, "probes"),
                new Limit("tenant-concurrency", 1, "probes"),
                limits.sentinels(),
                limits.grpcChannels(),
                limits.drain(),
                limits.startSpread(),
                limits.jitter(),
                limits.sentinelMinLife(),
                limits.denied());
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        runner.close();
        server.close();
    }

    private MonitoredCheck check(String tenant) {
        return check(tenant, "127.0.0.1");
    }

    private MonitoredCheck check(String tenant, String host) {
        InstanceKey key = new InstanceKey(
                new CellId("cell-1"), new TenantId(tenant), new ServiceName("web"), new InstanceId("one"));
        MonitoredInstance owner = new MonitoredInstance(key, HealthRecord.fresh("cell-1", Instant.EPOCH));
        MonitoredCheck check = new MonitoredCheck(owner, SPEC, new Target(host, server.getLocalPort(), SPEC.kind()));
        check.dueNanos = clock.get();
        return check;
    }

    @Test
    void waitingForATurnIsNotOurOwnLateness() throws Exception {
        runner.run(check("hostile"));
        Socket first = server.accept(); // holds the one permit, as a blackholed target would
        runner.run(check("acme"));
        while (runner.waiting() == 0) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 50; i++) {
            self.pulse(clock.addAndGet(SelfWatch.PULSE_NANOS)); // the timer thread is in time
        }
        first.close();
        server.accept().close();
        assertThat(seen.poll(20, TimeUnit.SECONDS)).isInstanceOf(HealthEvent.Probed.class);
        assertThat(seen.poll(20, TimeUnit.SECONDS)).isInstanceOf(HealthEvent.Probed.class);
        assertThat(self.health()).isEqualTo(new LocalHealth(0, self.health().windowStart(), 0));
    }

    @Test
    void aHostThatIsNoAddressIsEvidenceAndNoBugToLog() throws Exception {
        MonitoredCheck check = check("acme", "1::2::3");
        runner.run(check);
        HealthEvent event = seen.poll(20, TimeUnit.SECONDS);
        assertThat(event).isInstanceOfSatisfying(HealthEvent.Probed.class, probed -> {
            assertThat(probed.result().made()).isFalse();
            assertThat(probed.result().detail()).contains("'1::2::3' is not a host that can be connected to");
        });
    }

    @Test
    void aThreadThatComesLateIs() throws Exception {
        MonitoredCheck check = check("acme");
        clock.addAndGet(Duration.ofMillis(900).toNanos());
        runner.run(check);
        server.accept().close();
        assertThat(seen.poll(20, TimeUnit.SECONDS)).isInstanceOf(HealthEvent.Probed.class);
        assertThat(self.health().score()).isEqualTo(2);
    }
}
