package dev.mcp2026.registry.app;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.health.FlapRules;
import dev.mcp2026.registry.health.HealthRules;
import dev.mcp2026.registry.health.LocalHealthRules;
import dev.mcp2026.registry.health.PhiRules;
import dev.mcp2026.registry.health.probe.DeniedTargets;
import dev.mcp2026.registry.health.probe.ProbeLimits;
import dev.mcp2026.registry.replication.ReplicationSettings;
import dev.mcp2026.registry.watch.StreamQuota;
import dev.mcp2026.registry.watch.StreamQuotas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// From configuration to the values that the rooms take.
final class Settings {
    private Settings() {}

    static CatalogueLimits limits(RegistryConfig.Limits config) {
        return new CatalogueLimits(
                new Limit("mcp.registry.limits.instances", config.instances(), "instances"),
                new Limit("mcp.registry.limits.tenant-instances", config.tenantInstances(), "instances"),
                new Limit("mcp.registry.limits.endpoints", config.endpoints(), "endpoints"),
                new Limit("mcp.registry.limits.labels", config.labels(), "labels"),
                new Limit("mcp.registry.limits.label-chars", config.labelChars(), "characters"),
                new Limit("mcp.registry.limits.checks", config.checks(), "checks"),
                new Limit("mcp.registry.limits.registration-bytes", config.registrationBytes(), "bytes"),
                new Limit("mcp.registry.limits.tombstones", config.tombstones(), "tombstones"),
                config.tombstoneTtl());
    }

    static StreamQuotas streams(RegistryConfig.Limits config) {
        return new StreamQuotas(
                quota("watches", config.watches(), config.watchesPerCaller()),
                quota("renewals", config.renewals(), config.renewalsPerCaller()),
                quota("subscriptions", config.subscriptions(), config.subscriptionsPerCaller()));
    }

    private static StreamQuota quota(String kind, long all, long perCaller) {
        String name = "mcp.registry.limits." + kind;
        return new StreamQuota(
                new Limit(name, all, "open " + kind), new Limit(name + "-per-caller", perCaller, "open " + kind));
    }

    static ReplicationSettings replication(RegistryConfig.Replication config) {
        return new ReplicationSettings(
                config.pingInterval(),
                config.silentAfter(),
                config.answerWithin(),
                config.backoffMin(),
                config.backoffMax(),
                config.redundancy(),
                config.redundancyAboveRtt(),
                config.digestInterval(),
                config.sweepMaxShare());
    }

    /// @throws IllegalArgumentException naming the setting that does not go with the others
    static HealthRules health(HealthConfig config) {
        HealthConfig.Phi phi = config.phi();
        HealthConfig.Flap flap = config.flap();
        HealthConfig.Local local = config.local();
        return new HealthRules(
                config.conclusiveK(),
                config.conclusiveN(),
                config.inconclusiveK(),
                config.inconclusiveN(),
                config.sharedK(),
                config.inconclusiveSpan(),
                config.recoveryJ(),
                config.reprobe(),
                config.reportFresh(),
                config.localScoreBad(),
                config.observersMax(),
                config.historyMax(),
                new PhiRules(
                        phi.suspect(),
                        phi.down(),
                        phi.window(),
                        phi.minDeviation(),
                        phi.minDeviationShare(),
                        phi.firstShare(),
                        phi.lossBad()),
                new FlapRules(
                        flap.perFall(),
                        flap.perSuspicion(),
                        flap.suppress(),
                        flap.reuse(),
                        flap.halfLife(),
                        flap.maxHold()),
                new LocalHealthRules(
                        local.late(), local.window(), local.massMin(), local.massShare(), local.massTenants()));
    }

    static ProbeLimits probes(HealthConfig.Probe config) {
        return new ProbeLimits(
                new Limit("mcp.health.probe.concurrency", config.concurrency(), "probes"),
                new Limit("mcp.health.probe.tenant-concurrency", config.tenantConcurrency(), "probes"),
                new Limit("mcp.health.probe.sentinels", config.sentinels(), "connections"),
                new Limit("mcp.health.probe.grpc-channels", config.grpcChannels(), "channels"),
                new Limit("mcp.health.probe.drain", config.drain(), "bytes"),
                config.startSpread(),
                config.jitter(),
                config.sentinelMinLife(),
                DeniedTargets.parse(config.deniedTargets().orElse(List.of())));
    }

    /// `cell2=host:port` entries, in order; this cell's own entry is passed over, so that all
    /// cells can share one list.
    static Map<CellId, String> peers(List<String> entries, CellId self) {
        Map<CellId, String> peers = new LinkedHashMap<>();
        for (String entry : entries) {
            String[] parts = entry.strip().split("=", 2);
            if (parts.length != 2 || !parts[1].matches(".+:\\d{1,5}")) {
                throw Faults.invalid("mcp.registry.peers", "'" + entry + "' is not a peer", "write cell2=host:port");
            }
            CellId cell = new CellId(parts[0]);
            if (!cell.equals(self)) {
                peers.put(cell, parts[1]);
            }
        }
        return peers;
    }
}
