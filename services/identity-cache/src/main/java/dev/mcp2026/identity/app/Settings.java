package dev.mcp2026.identity.app;

import dev.mcp2026.identity.authority.BuiltInSettings;
import dev.mcp2026.identity.authority.UpstreamSettings;
import dev.mcp2026.identity.cache.L1Settings;
import dev.mcp2026.identity.entry.AttestedSelectors;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryBook;
import dev.mcp2026.identity.entry.EntryCodec;
import dev.mcp2026.identity.entry.EntryName;
import dev.mcp2026.identity.federation.FetchRules;
import dev.mcp2026.identity.federation.FetchSettings;
import dev.mcp2026.identity.shared.RedisSettings;
import dev.mcp2026.identity.shared.SignedCacheSettings;
import dev.mcp2026.identity.socket.SocketSettings;
import dev.mcp2026.identity.workload.HubSettings;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.servicekit.workload.Backoff;
import dev.mcp2026.trust.Pem;
import dev.mcp2026.trust.SpiffeId;
import java.io.IOException;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The configuration as the rooms' settings.
final class Settings {
    private static final String LIMITS = "mcp.identity.limits.";
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private Settings() {}

    static SocketSettings socket(IdentityConfig config) {
        try {
            return new SocketSettings(
                    config.socket(),
                    PosixFilePermissions.fromString(config.socketMode()),
                    new Limit(LIMITS + "request-bytes", config.limits().requestBytes(), "bytes"),
                    new Limit(LIMITS + "streams-per-connection", config.limits().streamsPerConnection(), "calls"),
                    new Limit(LIMITS + "connections", config.limits().connections(), "connections"),
                    new Limit(
                            LIMITS + "connections-per-process", config.limits().connectionsPerProcess(), "connections"),
                    Math.max(2, Runtime.getRuntime().availableProcessors()),
                    DRAIN);
        } catch (IllegalArgumentException e) {
            throw Faults.invalid(
                    "mcp.identity.socket-mode",
                    "'" + config.socketMode() + "' is not a file mode",
                    "write it as rw-rw-rw-");
        }
    }

    static BuiltInSettings builtIn(IdentityConfig config) {
        try {
            return new BuiltInSettings(
                    config.authority().directory(),
                    config.x509Ttl(),
                    config.jwtTtl(),
                    config.authority().issuerTtl(),
                    config.authority().refreshHint(),
                    new Limit(LIMITS + "tenants", config.limits().tenants(), "tenants"));
        } catch (IllegalArgumentException e) {
            throw Faults.invalid("mcp.identity.x509-ttl", String.valueOf(e.getMessage()), "shorten it");
        }
    }

    static UpstreamSettings upstream(IdentityConfig config, String address) {
        IdentityConfig.Upstream upstream = config.upstream();
        return new UpstreamSettings(
                address,
                new Backoff(upstream.retry(), upstream.retryMax()),
                upstream.timeout(),
                config.authority().refreshHint());
    }

    static SignedCacheSettings signed(IdentityConfig config) {
        return new SignedCacheSettings(
                config.l2().ttl(),
                config.l2().margin(),
                SignedCacheSettings.defaults().entryBytes());
    }

    static RedisSettings redis(IdentityConfig config) {
        RedisSettings usual = RedisSettings.defaults();
        return new RedisSettings(config.l2().timeout(), config.l2().pause(), usual.valueBytes(), usual.calls());
    }

    static FetchRules fetchRules(IdentityConfig config) {
        try {
            return new FetchRules(
                    config.federation().minInterval(),
                    config.federation().maxInterval(),
                    FetchRules.DEFAULT.refreshGap(),
                    FetchRules.DEFAULT.reload());
        } catch (IllegalArgumentException e) {
            throw Faults.invalid("mcp.identity.federation.min-interval", String.valueOf(e.getMessage()), "correct it");
        }
    }

    static FetchSettings fetch(IdentityConfig config) {
        return config.federation()
                .web()
                .trust()
                .map(file -> {
                    try {
                        return new FetchSettings(
                                FetchSettings.DEFAULT.connectTimeout(),
                                FetchSettings.DEFAULT.timeout(),
                                Pem.certificates(file));
                    } catch (IOException | GeneralSecurityException e) {
                        throw Faults.invalid(
                                "mcp.identity.federation.web.trust",
                                file + " can't be read: " + e.getMessage(),
                                "name a file of PEM certificates");
                    }
                })
                .orElse(FetchSettings.DEFAULT);
    }

    static L1Settings l1(IdentityConfig config) {
        return new L1Settings(
                config.l1().ttl(),
                config.l1().margin(),
                config.l1().retry(),
                config.l1().retryMax(),
                new Limit(LIMITS + "svids-per-tenant", config.limits().svidsPerTenant(), "SVIDs"),
                new Limit(LIMITS + "concurrent-issues", config.limits().concurrentIssues(), "issues"));
    }

    static HubSettings hub(IdentityConfig config) {
        return new HubSettings(
                config.l1().ttl(),
                new Limit(LIMITS + "callers", config.limits().callers(), "kinds of callers"),
                new Limit(LIMITS + "subscriptions", config.limits().subscriptions(), "subscriptions"),
                new Limit(
                        LIMITS + "subscriptions-per-caller",
                        config.limits().subscriptionsPerCaller(),
                        "subscriptions"));
    }

    static EntryBook.Limits entries(IdentityConfig config) {
        return new EntryBook.Limits(
                new Limit(LIMITS + "entries", config.limits().entries(), "entries"),
                new Limit(LIMITS + "entries-per-tenant", config.limits().entriesPerTenant(), "entries"));
    }

    /// @throws FaultException INVALID_ARGUMENT naming the property
    static List<Entry> fixed(IdentityConfig config, Instant now) {
        List<Entry> entries = new ArrayList<>();
        config.entries().forEach((name, fixed) -> {
            try {
                Entry entry = new Entry(
                        new EntryName(new TenantId(fixed.tenant()), name),
                        SpiffeId.parse(fixed.spiffeId()),
                        EntryCodec.selectors(fixed.selectors()),
                        fixed.x509Ttl(),
                        fixed.jwtTtl(),
                        fixed.dnsNames().orElse(List.of()),
                        fixed.hint().orElse(""),
                        fixed.federatesWith().orElse(List.of()),
                        true,
                        now);
                AttestedSelectors.check(entry.selectors());
                entries.add(entry);
            } catch (FaultException e) {
                Fault fault = e.fault();
                throw new FaultException(new Fault(
                        fault.kind(),
                        "mcp.identity.entries." + name + "." + fault.field(),
                        fault.detail(),
                        fault.action()));
            }
        });
        return entries;
    }
}
