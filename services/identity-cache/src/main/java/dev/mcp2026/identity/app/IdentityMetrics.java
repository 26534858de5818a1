package dev.mcp2026.identity.app;

import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.cache.CacheEvents;
import dev.mcp2026.identity.cache.SvidCache;
import dev.mcp2026.identity.entry.EntryBook;
import dev.mcp2026.identity.federation.FederationPoller;
import dev.mcp2026.identity.shared.Refusal;
import dev.mcp2026.identity.shared.SharedCacheListener;
import dev.mcp2026.identity.shared.SharedKey;
import dev.mcp2026.identity.workload.Caller;
import dev.mcp2026.identity.workload.SecretListener;
import dev.mcp2026.identity.workload.WorkloadHub;
import dev.mcp2026.kernel.error.Fault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/// What the dashboards show of the identity cache.
@Singleton
class IdentityMetrics implements CacheEvents, SharedCacheListener, SecretListener {
    private static final Logger LOG = Logger.getLogger(IdentityMetrics.class);

    private final MeterRegistry meters;
    private final Map<Result, Counter> looks = new EnumMap<>(Result.class);
    private final Timer issued;
    private final Counter failed;

    IdentityMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (Result result : Result.values()) {
            looks.put(
                    result,
                    Counter.builder("mcp.identity.l1")
                            .tag("result", result.name().toLowerCase(Locale.ROOT))
                            .description("looks into the SVIDs in memory")
                            .register(meters));
        }
        issued = Timer.builder("mcp.identity.issued")
                .description("X.509-SVIDs that the authority issued")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
        failed = Counter.builder("mcp.identity.issue.failures")
                .description("times that the authority issued none")
                .register(meters);
    }

    @Override
    public void looked(Result result) {
        java.util.Objects.requireNonNull(looks.get(result)).increment();
    }

    @Override
    public void issued(Duration took) {
        issued.record(took);
    }

    @Override
    public void failed() {
        failed.increment();
    }

    @Override
    public void looked(SharedKey key, boolean found) {
        meters.counter("mcp.identity.l2", "result", found ? "hit" : "miss").increment();
    }

    @Override
    public void refused(SharedKey key, Refusal why) {
        LOG.errorf("entry of the second level refused and removed key=%s reason=%s", key, why);
        meters.counter("mcp.identity.l2", "result", "refused").increment();
    }

    @Override
    public void unavailable(SharedKey key, Fault fault) {
        LOG.debugf("second level does not answer key=%s reason=%s", key, fault.detail());
        meters.counter("mcp.identity.l2", "result", "unavailable").increment();
    }

    @Override
    public void refused(Caller caller) {
        LOG.warnf("a client of SDS can't use its secrets pid=%d", caller.pid());
        meters.counter("mcp.identity.sds", "result", "refused").increment();
    }

    @Override
    public void sent(Caller caller, int secrets) {
        meters.counter("mcp.identity.sds", "result", "sent").increment(secrets);
    }

    /// Called once, when what is measured is there.
    void measure(
            SvidCache svids, WorkloadHub hub, EntryBook entries, Authority authority, FederationPoller federation) {
        MultiGauge ages = MultiGauge.builder("mcp.identity.federation.bundle.age.seconds")
                .description("since a federated trust domain's bundle was last fetched")
                .register(meters);
        federation.listen(() -> ages.register(
                federation.statuses().stream()
                        .map(status -> MultiGauge.Row.of(
                                Tags.of("trust_domain", status.federation().trustDomain()),
                                federation,
                                poller -> age(poller, status.federation().trustDomain())))
                        .toList(),
                true));
        Gauge.builder("mcp.identity.svids", svids, s -> s.cached(any -> true).size())
                .description("X.509-SVIDs in memory")
                .register(meters);
        Gauge.builder("mcp.identity.subscriptions", hub, WorkloadHub::subscriptions)
                .description("open streams of workloads")
                .register(meters);
        Gauge.builder("mcp.identity.entries", entries, e -> e.index().size())
                .description("registration entries")
                .register(meters);
        Gauge.builder("mcp.identity.upstream.up", authority, a -> a.status().available() ? 1 : 0)
                .description("1 while the authority answers")
                .register(meters);
        Gauge.builder("mcp.identity.svid.min.remaining.seconds", svids, IdentityMetrics::shortest)
                .description("time left of that SVID with subscribers which ends first")
                .register(meters);
    }

    private static double age(FederationPoller federation, String trustDomain) {
        return federation.statuses().stream()
                .filter(status -> status.federation().trustDomain().equals(trustDomain))
                .flatMap(status -> status.fetched().stream())
                .mapToDouble(fetched -> Duration.between(fetched, Instant.now()).toSeconds())
                .findFirst()
                .orElse(Double.NaN);
    }

    private static double shortest(SvidCache svids) {
        Instant now = Instant.now();
        return svids.cached(any -> true).stream()
                .filter(cached -> cached.subscribers() > 0)
                .mapToDouble(cached ->
                        Duration.between(now, cached.issued().notAfter()).toSeconds())
                .min()
                .orElse(Double.NaN);
    }
}
