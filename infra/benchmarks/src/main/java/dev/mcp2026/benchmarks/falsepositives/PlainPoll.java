package dev.mcp2026.benchmarks.falsepositives;

import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.health.probe.ObserverFaultException;
import dev.mcp2026.registry.health.probe.ProbeLimits;
import dev.mcp2026.registry.health.probe.Probes;
import dev.mcp2026.registry.health.probe.Target;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// The peer: GET each second with a timeout of one second; one failure is DOWN. It sends its requests with the same
/// code as ours, so that the two differ in judgement only.
final class PlainPoll implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final Probes probes = new Probes(System::nanoTime, ProbeLimits.defaults());
    private volatile boolean closed;

    void watch(InetSocketAddress address, Watched watched) {
        Target target =
                new Target(address.getAddress().getHostAddress(), address.getPort(), new CheckKind.Http("/", 200, 399));
        Thread.ofVirtual().name("plain-poll").start(() -> poll(target, watched));
    }

    private void poll(Target target, Watched watched) {
        int failures = 0;
        boolean wasUp = false;
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(INTERVAL.toMillis()));
            long next = System.nanoTime();
            while (!closed) {
                boolean ok = ask(target);
                wasUp |= ok;
                failures = ok ? 0 : failures + 1;
                if (!closed && wasUp && failures >= 1) {
                    watched.pollDown();
                }
                if (!closed && wasUp && failures >= 3) {
                    watched.pollOfThreeDown();
                }
                next = Math.max(next + INTERVAL.toNanos(), System.nanoTime());
                Thread.sleep(Duration.ofNanos(next - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ask(Target target) {
        try {
            return probes.run(target, TIMEOUT).ok();
        } catch (ObserverFaultException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        probes.close();
    }
}
