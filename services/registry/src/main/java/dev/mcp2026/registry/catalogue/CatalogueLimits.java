package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// The bounds of the catalogue, each by the name of the key that sets it.
public record CatalogueLimits(
        Limit instances,
        Limit tenantInstances,
        Limit endpoints,
        Limit labels,
        Limit labelChars,
        Limit checks,
        Limit registrationBytes,
        Limit tombstones,
        Duration tombstoneTtl) {

    public CatalogueLimits {
        if (registrationBytes.max() > EncodedBytes.MESSAGE_MAX) {
            throw new IllegalArgumentException(
                    registrationBytes.name() + " is " + registrationBytes.max() + " bytes; at most "
                            + EncodedBytes.MESSAGE_MAX + ", since cells must be able to send each other one");
        }
    }

    public static CatalogueLimits defaults() {
        return new CatalogueLimits(
                new Limit("mcp.registry.limits.instances", 500_000, "instances"),
                new Limit("mcp.registry.limits.tenant-instances", 200_000, "instances"),
                new Limit("mcp.registry.limits.endpoints", 16, "endpoints"),
                new Limit("mcp.registry.limits.labels", 64, "labels"),
                new Limit("mcp.registry.limits.label-chars", 253, "characters"),
                new Limit("mcp.registry.limits.checks", 16, "checks"),
                new Limit("mcp.registry.limits.registration-bytes", 65_536, "bytes"),
                new Limit("mcp.registry.limits.tombstones", 200_000, "tombstones"),
                Duration.ofHours(24));
    }

    /// Refuses a registration that is over a bound, naming the field.
    public void check(Registration registration) {
        endpoints.check("endpoints", registration.endpoints().size());
        labels.check("labels", registration.labels().size());
        checks.check("checks", registration.checks().size());
        registration.labels().forEach((key, value) -> {
            labelChars.check("labels." + Shown.of(key), key.length());
            labelChars.check("labels." + Shown.of(key), value.length());
        });
        labelChars.check("region", registration.region().length());
        labelChars.check("zone", registration.zone().length());
        registrationBytes.check("registration", EncodedBytes.of(registration));
    }
}
