package dev.mcp2026.identity.entry;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.trust.SpiffeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A registration entry: a process that has all of `selectors` is `id`.
///
/// @param x509Ttl of its X.509-SVIDs; empty for the service's default
/// @param jwtTtl of its JWT-SVIDs; empty for the service's default
/// @param dnsNames more names in its certificates, for peers that check host names
/// @param hint tells a workload with several identities which this is; may be empty
/// @param federatesWith names of trust domains whose bundles it is given too
/// @param fixed from the service's configuration; no call changes it
public record Entry(
        EntryName key,
        SpiffeId id,
        Set<Selector> selectors,
        Optional<Duration> x509Ttl,
        Optional<Duration> jwtTtl,
        List<String> dnsNames,
        String hint,
        List<String> federatesWith,
        boolean fixed,
        Instant changed) {
    /// Of entries for the platform's own services, which belong to no tenant.
    public static final TenantId PLATFORM = new TenantId("platform");

    public static final int MAX_SELECTORS = 32;
    private static final int MAX_NAMES = 32;
    private static final int MAX_HINT = 255;
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(90);
    private static final Pattern DNS_NAME = Pattern.compile(
            "(\\*\\.)?([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");

    public Entry {
        selectors = Set.copyOf(selectors);
        dnsNames = List.copyOf(dnsNames);
        federatesWith = List.copyOf(federatesWith);
        if (id.path().isEmpty()) {
            throw Faults.invalid("spiffeId", id + " names a trust domain, not a workload", "add a path");
        }
        if (selectors.isEmpty() || selectors.size() > MAX_SELECTORS) {
            throw Faults.invalid(
                    "selectors",
                    selectors.isEmpty() ? "there are none" : "there are " + selectors.size(),
                    "give 1 to " + MAX_SELECTORS + ": without any it would be everyone's");
        }
        x509Ttl.ifPresent(ttl -> checkTtl("x509Ttl", ttl));
        jwtTtl.ifPresent(ttl -> checkTtl("jwtTtl", ttl));
        if (dnsNames.size() > MAX_NAMES || federatesWith.size() > MAX_NAMES) {
            throw Faults.limit("dnsNames", "more than " + MAX_NAMES + " names", "give fewer");
        }
        dnsNames.forEach(name -> checkName("dnsNames", DNS_NAME, name));
        federatesWith.forEach(name -> checkName("federatesWith", TRUST_DOMAIN, name));
        if (hint.length() > MAX_HINT || hint.chars().anyMatch(Character::isISOControl)) {
            throw Faults.invalid("hint", "it is too long or has control characters", "use up to 255 printable ones");
        }
        requireOwnPath(key.tenant(), id);
    }

    public TenantId tenant() {
        return key.tenant();
    }

    /// An id with a tenant in it is that tenant's alone, and nobody else's may look like one.
    private static void requireOwnPath(TenantId tenant, SpiffeId id) {
        List<String> path = id.path();
        boolean named = path.getFirst().equals("tenant");
        boolean own = named && path.size() > 2 && path.get(1).equals(tenant.value());
        boolean platform = !named && tenant.equals(PLATFORM);
        if (!own && !platform) {
            throw Faults.of(
                    FaultKind.PERMISSION_DENIED,
                    id + " is not an identity of tenant " + tenant,
                    named && path.size() > 2
                            ? "name tenant " + path.get(1) + " (mcpctl: --tenant " + path.get(1) + "), or use spiffe://"
                                    + id.trustDomain() + "/tenant/" + tenant + "/…"
                            : "use spiffe://" + id.trustDomain() + "/tenant/" + tenant
                                    + "/…; paths that begin otherwise belong to tenant " + PLATFORM);
        }
    }

    private static void checkTtl(String field, Duration ttl) {
        if (ttl.compareTo(SHORTEST) < 0 || ttl.compareTo(LONGEST) > 0) {
            throw Faults.invalid(field, ttl + " is out of range", "use " + SHORTEST + " to " + LONGEST);
        }
    }

    private static void checkName(String field, Pattern pattern, String name) {
        if (name.length() > 253 || !pattern.matcher(name).matches()) {
            String shown = name.length() <= 80 ? name : name.substring(0, 80) + "…";
            throw Faults.invalid(field, "'" + shown + "' is not a valid name", "correct it");
        }
    }
}
