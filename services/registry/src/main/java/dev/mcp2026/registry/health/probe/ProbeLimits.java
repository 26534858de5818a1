package dev.mcp2026.registry.health.probe;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// What probing may cost.
///
/// @param concurrency probes under way at once; more wait their turn
/// @param tenantConcurrency of them, those of one tenant; its others wait for its own
/// @param sentinels idle connections held open at once; targets beyond have none
/// @param grpcChannels channels kept for gRPC checks; targets beyond get one for each probe
/// @param drain bytes of an HTTP answer read after its status line, so that the target need not
///     see a reset
/// @param startSpread first probes are spread over their interval, or this if it is shorter
/// @param jitter share by which each interval is lengthened or shortened at random
/// @param sentinelMinLife a target that closes idle connections sooner, repeatedly, is left without one
/// @param denied networks that are never connected to
public record ProbeLimits(
        Limit concurrency,
        Limit tenantConcurrency,
        Limit sentinels,
        Limit grpcChannels,
        Limit drain,
        Duration startSpread,
        double jitter,
        Duration sentinelMinLife,
        DeniedTargets denied) {
    public ProbeLimits {
        if (concurrency.max() < 1) {
            throw new IllegalArgumentException("no probe could ever run: raise " + concurrency.name());
        }
        if (tenantConcurrency.max() < 1) {
            throw new IllegalArgumentException("no probe could ever run: raise " + tenantConcurrency.name());
        }
        if (jitter < 0 || jitter >= 1) {
            throw new IllegalArgumentException("jitter is a share: " + jitter);
        }
    }

    public static ProbeLimits defaults() {
        return new ProbeLimits(
                new Limit("mcp.health.probe.concurrency", 512, "probes"),
                new Limit("mcp.health.probe.tenant-concurrency", 128, "probes"),
                new Limit("mcp.health.probe.sentinels", 4096, "connections"),
                new Limit("mcp.health.probe.grpc-channels", 1024, "channels"),
                new Limit("mcp.health.probe.drain", 16_384, "bytes"),
                Duration.ofSeconds(10),
                0.1,
                Duration.ofSeconds(5),
                DeniedTargets.defaults());
    }
}
