package dev.mcp2026.registry.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Every threshold of a verdict, and what probing may cost. What each means stands at the values they become:
/// [HealthRules], [PhiRules], [FlapRules], [LocalHealthRules], [ProbeLimits]. The defaults are equal, which a test
/// holds.
@ConfigMapping(prefix = "mcp.health")
public interface HealthConfig {
    @WithDefault("2")
    int conclusiveK();

    @WithDefault("3")
    int conclusiveN();

    @WithDefault("3")
    int inconclusiveK();

    @WithDefault("5")
    int inconclusiveN();

    @WithDefault("2")
    int sharedK();

    @WithDefault("2s")
    Duration inconclusiveSpan();

    @WithDefault("2")
    int recoveryJ();

    @WithDefault("75ms")
    Duration reprobe();

    @WithDefault("10s")
    Duration reportFresh();

    @WithDefault("2")
    int localScoreBad();

    @WithDefault("16")
    int observersMax();

    @WithDefault("16")
    int historyMax();

    Phi phi();

    Flap flap();

    Local local();

    Probe probe();

    /// Of heartbeats.
    interface Phi {
        @WithDefault("5")
        double suspect();

        @WithDefault("12")
        double down();

        @WithDefault("100")
        int window();

        @WithDefault("50ms")
        Duration minDeviation();

        @WithDefault("0.25")
        double minDeviationShare();

        @WithDefault("0.3333333333333333")
        double firstShare();

        @WithDefault("0.1")
        double lossBad();
    }

    /// Damping.
    interface Flap {
        @WithDefault("1000")
        double perFall();

        @WithDefault("200")
        double perSuspicion();

        @WithDefault("2500")
        double suppress();

        @WithDefault("1000")
        double reuse();

        @WithDefault("1m")
        Duration halfLife();

        @WithDefault("5m")
        Duration maxHold();
    }

    /// The observer's own health.
    interface Local {
        @WithDefault("200ms")
        Duration late();

        @WithDefault("1s")
        Duration window();

        @WithDefault("5")
        int massMin();

        @WithDefault("0.5")
        double massShare();

        @WithDefault("2")
        int massTenants();
    }

    /// Bounds of probing.
    interface Probe {
        @WithDefault("512")
        long concurrency();

        @WithDefault("128")
        long tenantConcurrency();

        @WithDefault("4096")
        long sentinels();

        @WithDefault("1024")
        long grpcChannels();

        /// Bytes.
        @WithDefault("16384")
        long drain();

        @WithDefault("10s")
        Duration startSpread();

        @WithDefault("0.1")
        double jitter();

        @WithDefault("5s")
        Duration sentinelMinLife();

        /// CIDR blocks; set empty, nothing is denied.
        @WithDefault("169.254.0.0/16,fe80::/10")
        Optional<List<String>> deniedTargets();
    }
}
