package dev.mcp2026.registry.health;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.health.probe.ObserverFaultException;
import dev.mcp2026.registry.health.probe.ProbeLimits;
import dev.mcp2026.registry.health.probe.Probes;
import dev.mcp2026.registry.health.probe.Sentinels;
import dev.mcp2026.registry.health.probe.Sentinels.Sentinel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Runs checks: when, on which thread, with which timeout, and with an idle connection beside them.
final class CheckRunner implements AutoCloseable {
    /// Takes what a check saw. The check's owner is locked while it is called.
    interface Sink {
        void saw(MonitoredCheck check, HealthEvent event);
    }

    private static final Logger LOG = System.getLogger(CheckRunner.class.getName());
    private static final long OBSERVER_FAULT_NANOS = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final ProbeLimits limits;
    private final SelfWatch self;
    private final Schedule schedule;
    private final Sink sink;
    private final Probes probes;
    private final Sentinels sentinels;
    private final TenantPermits permits;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("health-probe-", 0).factory());

    CheckRunner(
            LongSupplier nanoTime,
            RandomGenerator random,
            ProbeLimits limits,
            SelfWatch self,
            Schedule schedule,
            Sink sink) {
        this.nanoTime = nanoTime;
        this.random = random;
        this.limits = limits;
        this.self = self;
        this.schedule = schedule;
        this.sink = sink;
        this.probes = new Probes(nanoTime, limits);
        this.sentinels = new Sentinels(limits.sentinels().max(), nanoTime);
        this.permits = new TenantPermits(
                limits.concurrency().max(), limits.tenantConcurrency().max());
    }

    /// Starts a check, somewhere within its first interval so that many checks don't fire together.
    void start(MonitoredCheck check) {
        self.started(tenant(check));
        long spread =
                Math.min(check.spec.interval().toNanos(), limits.startSpread().toNanos());
        dueAt(check, nanoTime.getAsLong() + (long) (fraction() * spread));
    }

    /// Call with the owner locked.
    void stop(MonitoredCheck check) {
        if (!check.gone) {
            check.gone = true;
            self.stopped(tenant(check));
        }
        schedule.set(check, MonitoredCheck.NEVER);
        closeSentinel(check);
        probes.release(check.target);
    }

    /// Call with the owner locked.
    void soon(MonitoredCheck check, long afterNanos) {
        if (check.running) {
            check.again |= afterNanos == 0;
            return;
        }
        long at = nanoTime.getAsLong() + afterNanos;
        if (at < check.dueNanos) {
            dueAt(check, at);
        }
    }

    /// A check's time has come.
    void run(MonitoredCheck check) {
        synchronized (check.owner) {
            if (check.gone || check.running) {
                return;
            }
            check.running = true;
        }
        try {
            threads.execute(() -> probe(check));
        } catch (RejectedExecutionException e) {
            // Closing.
        }
    }

    private void probe(MonitoredCheck check) {
        long started = nanoTime.getAsLong();
        // Before it waits for its turn: a queue says how much its tenant asks for, not how slow we are.
        self.late(started - check.dueNanos, started);
        @Nullable ProbeResult result = null;
        try {
            permits.acquire(tenant(check));
            try {
                started = nanoTime.getAsLong();
                if (!gone(check)) {
                    result = made(check);
                    self.probed(tenant(check), result, nanoTime.getAsLong());
                }
            } finally {
                permits.release(tenant(check));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ObserverFaultException e) {
            self.late(OBSERVER_FAULT_NANOS, nanoTime.getAsLong());
            LOG.log(Level.WARNING, "health probe could not be made error=\"{0}\"", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "health probe failed by a bug", e);
        } finally {
            // Also after an Error: a check that is never ended is never run again.
            ended(check, result, started);
        }
    }

    /// It may have been while it waited for its permit.
    private static boolean gone(MonitoredCheck check) {
        synchronized (check.owner) {
            return check.gone;
        }
    }

    private ProbeResult made(MonitoredCheck check) throws ObserverFaultException {
        try {
            return probes.run(check.target, self.health().widen(check.spec.timeout()));
        } catch (IllegalArgumentException e) {
            // Whatever accepted such a target, it is the registration's fault: evidence, not a bug to log.
            String why = "'" + check.target.host() + "' is not a host that can be connected to: " + e.getMessage();
            return ProbeResult.unmade(why, nanoTime.getAsLong());
        }
    }

    private void ended(MonitoredCheck check, @Nullable ProbeResult result, long startedNanos) {
        synchronized (check.owner) {
            check.running = false;
            if (check.gone) {
                // It may have opened anew what was freed when it was stopped.
                probes.release(check.target);
                return;
            }
            if (threads.isShutdown()) {
                return;
            }
            long now = nanoTime.getAsLong();
            dueAt(
                    check,
                    Math.max(now, startedNanos + jittered(check.spec.interval().toNanos())));
            if (result != null) {
                tend(check, result);
                sink.saw(check, new HealthEvent.Probed(check.spec.name(), result));
            }
            if (check.again) {
                check.again = false;
                soon(check, 0);
            }
        }
    }

    /// Opens, closes or blames the idle connection.
    private void tend(MonitoredCheck check, ProbeResult result) {
        if (result.ok()) {
            if (check.sentinelBlamed) {
                check.sentinelPolicy = check.sentinelPolicy.blocked();
                check.sentinelBlamed = false;
            }
            boolean none = check.sentinel == null || check.sentinel.ended();
            InetAddress address = result.address();
            if (none && address != null && check.sentinelPolicy.mayOpen(nanoTime.getAsLong())) {
                openSentinel(check, address);
            }
        } else if (result.outcome() == Outcome.TIMEOUT && check.sentinel != null) {
            closeSentinel(check);
            check.sentinelBlamed = true;
        } else {
            check.sentinelBlamed = false;
        }
    }

    private void openSentinel(MonitoredCheck check, InetAddress address) {
        check.sentinel = sentinels.open(address, check.target.port(), (detail, lived) -> {
            synchronized (check.owner) {
                check.sentinel = null;
                check.sentinelPolicy =
                        check.sentinelPolicy.closed(lived, nanoTime.getAsLong(), limits.sentinelMinLife());
                if (!check.gone) {
                    sink.saw(check, new HealthEvent.SentinelClosed(check.spec.name(), detail));
                }
            }
        });
    }

    private static void closeSentinel(MonitoredCheck check) {
        Sentinel sentinel = check.sentinel;
        check.sentinel = null;
        if (sentinel != null) {
            sentinel.close();
        }
    }

    /// Probes that wait for a permit.
    int waiting() {
        return permits.waiting();
    }

    private static TenantId tenant(MonitoredCheck check) {
        return check.owner.key.tenant();
    }

    private void dueAt(MonitoredCheck check, long nanos) {
        check.dueNanos = nanos;
        schedule.set(check, nanos);
    }

    private long jittered(long intervalNanos) {
        return (long) (intervalNanos * (1 + limits.jitter() * (2 * fraction() - 1)));
    }

    private double fraction() {
        synchronized (random) {
            return random.nextDouble();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        sentinels.close();
        probes.close();
    }
}
