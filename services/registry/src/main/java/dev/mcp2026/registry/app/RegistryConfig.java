package dev.mcp2026.registry.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The registry's settings; each limit's key is its name in errors.
@ConfigMapping(prefix = "mcp.registry")
public interface RegistryConfig {
    /// The other cells' gRPC addresses, `cell2=host:port`.
    Optional<List<String>> peers();

    Replication replication();

    Limits limits();

    Leases leases();

    Idempotency idempotency();

    /// Between cells.
    interface Replication {
        @WithDefault("500ms")
        Duration pingInterval();

        @WithDefault("3s")
        Duration silentAfter();

        @WithDefault("1s")
        Duration answerWithin();

        @WithDefault("100ms")
        Duration backoffMin();

        @WithDefault("1s")
        Duration backoffMax();

        @WithDefault("2")
        int redundancy();

        @WithDefault("10ms")
        Duration redundancyAboveRtt();

        @WithDefault("30s")
        Duration digestInterval();

        @WithDefault("0.3")
        double sweepMaxShare();
    }

    /// Bounds.
    interface Limits {
        /// Of all cells and tenants, as this cell knows them.
        @WithDefault("500000")
        long instances();

        /// Of one tenant in this cell.
        @WithDefault("200000")
        long tenantInstances();

        @WithDefault("16")
        long endpoints();

        @WithDefault("64")
        long labels();

        @WithDefault("253")
        long labelChars();

        @WithDefault("16")
        long checks();

        /// Of one registration as it is sent; at most 1 MiB.
        @WithDefault("65536")
        long registrationBytes();

        @WithDefault("200000")
        long tombstones();

        @WithDefault("24h")
        Duration tombstoneTtl();

        /// Open watches, over gRPC and as server-sent events.
        @WithDefault("10000")
        long watches();

        /// Of one tenant, or of one principal of the platform.
        @WithDefault("2000")
        long watchesPerCaller();

        /// Open heartbeat streams.
        @WithDefault("20000")
        long renewals();

        @WithDefault("5000")
        long renewalsPerCaller();

        /// Open subscriptions of other cells.
        @WithDefault("1000")
        long subscriptions();

        /// Of one cell. It needs two; those that a broken network left behind last until keep-alive finds them.
        @WithDefault("64")
        long subscriptionsPerCaller();
    }

    /// Leases that run out together.
    interface Leases {
        /// Share of all leases that may expire within `window` before it counts as a mass expiry.
        @WithDefault("0.3")
        double massShare();

        @WithDefault("10")
        int massMin();

        @WithDefault("10s")
        Duration window();

        /// How long the instances of a mass expiry are held as SUSPECT.
        @WithDefault("5m")
        Duration holdFor();
    }

    /// Keys remembered.
    interface Idempotency {
        @WithDefault("10000")
        long keys();

        @WithDefault("10m")
        Duration ttl();
    }
}
