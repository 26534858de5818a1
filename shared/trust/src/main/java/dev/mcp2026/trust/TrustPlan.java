package dev.mcp2026.trust;

import dev.mcp2026.kernel.id.CellId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a development trust domain should hold.
///
/// @param identities whom to issue an SVID
/// @param tokenHolder whom the bearer token stands for
/// @param svidLifetime of each SVID; one is renewed when less than a third of it is left
public record TrustPlan(String trustDomain, List<Role> identities, Role tokenHolder, Duration svidLifetime) {
    public static final String DEFAULT_TRUST_DOMAIN = "mcp2026.local";
    public static final Duration DEFAULT_SVID_LIFETIME = Duration.ofDays(90);
    public static final Role DEVELOPER = new Role.PlatformOperator("dev");

    public TrustPlan {
        identities = List.copyOf(identities);
        if (svidLifetime.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("an SVID must live a minute at least, not " + svidLifetime);
        }
    }

    /// Every service in every cell, and one platform operator who also holds the token.
    public static TrustPlan of(String trustDomain, List<CellId> cells, List<String> services) {
        List<Role> identities = new ArrayList<>();
        identities.add(DEVELOPER);
        for (CellId cell : cells) {
            for (String service : services) {
                identities.add(new Role.CellService(cell, service));
            }
        }
        return new TrustPlan(trustDomain, identities, DEVELOPER, DEFAULT_SVID_LIFETIME);
    }

    public TrustPlan with(Role identity) {
        List<Role> more = new ArrayList<>(identities);
        more.add(identity);
        return new TrustPlan(trustDomain, more, tokenHolder, svidLifetime);
    }
}
