package dev.mcp2026.identity.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The identity cache's settings; each limit's key is its name in errors.
@ConfigMapping(prefix = "mcp.identity")
public interface IdentityConfig {
    /// The Unix socket that serves workloads.
    Path socket();

    /// Its file's mode: who may connect. Who gets an identity is for entries to say.
    @WithDefault("rw-rw-rw-")
    String socketMode();

    /// How long a process without an identity may wait for one before it is refused.
    @WithDefault("5s")
    Duration patience();

    /// Life of an X.509-SVID whose entry names none; with SPIRE the upstream's own counts.
    @WithDefault("1h")
    Duration x509Ttl();

    @WithDefault("5m")
    Duration jwtTtl();

    /// Entries of the configuration, by name.
    Map<String, FixedEntry> entries();

    Authority authority();

    Upstream upstream();

    L1 l1();

    L2 l2();

    Federation federation();

    Limits limits();

    /// One entry that no call changes.
    interface FixedEntry {
        String spiffeId();

        List<String> selectors();

        @WithDefault("platform")
        String tenant();

        Optional<Duration> x509Ttl();

        Optional<Duration> jwtTtl();

        Optional<List<String>> dnsNames();

        Optional<String> hint();

        Optional<List<String>> federatesWith();
    }

    /// The built-in one.
    interface Authority {
        /// Of its keys.
        @WithDefault("authority")
        Path directory();

        /// Life of a tenant's intermediate and of a JWT key.
        @WithDefault("7d")
        Duration issuerTtl();

        @WithDefault("5m")
        Duration refreshHint();
    }

    /// SPIRE, or whatever serves the Workload API.
    interface Upstream {
        /// `unix:/run/spire/sockets/agent.sock`. Empty: the built-in authority issues.
        Optional<String> workloadApi();

        @WithDefault("500ms")
        Duration retry();

        @WithDefault("30s")
        Duration retryMax();

        @WithDefault("5s")
        Duration timeout();
    }

    /// SVIDs in memory.
    interface L1 {
        /// Of one that nobody is subscribed to.
        @WithDefault("5m")
        Duration ttl();

        /// Before a certificate's end, from which on it is not served.
        @WithDefault("5s")
        Duration margin();

        @WithDefault("1s")
        Duration retry();

        @WithDefault("30s")
        Duration retryMax();
    }

    /// Bundles and issuers that caches share.
    interface L2 {
        /// Where they are.
        enum Kind {
            EMBEDDED,
            REDIS
        }

        @WithDefault("embedded")
        Kind kind();

        /// With `kind=redis`, as in `redis://:password@host:6379` or `rediss://…`; more under `quarkus.redis.*`.
        @WithDefault("redis://127.0.0.1:6379")
        String redis();

        @WithDefault("24h")
        Duration ttl();

        /// Before their content's end.
        @WithDefault("1m")
        Duration margin();

        /// Of one call to Redis; after one that failed calls fail at once for `pause`.
        @WithDefault("250ms")
        Duration timeout();

        @WithDefault("1s")
        Duration pause();
    }

    /// Other trust domains.
    interface Federation {
        /// Shortest and longest time between two looks at an endpoint, whatever it hints.
        @WithDefault("10s")
        Duration minInterval();

        @WithDefault("1h")
        Duration maxInterval();

        Web web();

        /// The bundle endpoint with a certificate of the web's (`https_web`).
        interface Web {
            /// 0: none.
            @WithDefault("0")
            int port();

            Optional<Path> certificate();

            Optional<Path> key();

            /// Authorities to trust at others' `https_web` endpoints instead of the system's, PEM.
            Optional<Path> trust();
        }
    }

    /// Bounds.
    interface Limits {
        @WithDefault("200000")
        long entries();

        @WithDefault("100000")
        long entriesPerTenant();

        /// SVIDs in memory, one tenant's.
        @WithDefault("100000")
        long svidsPerTenant();

        @WithDefault("5000")
        long tenants();

        @WithDefault("100000")
        long subscriptions();

        /// Of callers with the same selectors.
        @WithDefault("1000")
        long subscriptionsPerCaller();

        /// Kinds of callers without a subscription that are remembered.
        @WithDefault("10000")
        long callers();

        @WithDefault("8")
        long concurrentIssues();

        @WithDefault("100000")
        long jwts();

        @WithDefault("65536")
        long requestBytes();

        @WithDefault("100")
        long streamsPerConnection();

        /// To the socket, at once.
        @WithDefault("20000")
        long connections();

        @WithDefault("256")
        long connectionsPerProcess();

        @WithDefault("100")
        long bundleWatches();

        @WithDefault("1000")
        long idempotencyKeys();

        @WithDefault("100")
        long federations();
    }
}
