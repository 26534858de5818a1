package dev.mcp2026.identity.federation;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.spiffe.BundleDocument;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.SpiffeId;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// That identities of another trust domain are believed, and where its bundle is (SPIFFE Federation, section 5.1).
///
/// @param endpoint an `https` URL without user information
/// @param endpointId whom to meet there; for [Profile#HTTPS_SPIFFE] only, and then required
/// @param initialBundle the trust domain's authorities until its bundle has been fetched; required where the endpoint
///     is of that same trust domain, since nothing else tells whether it is the right one. May be empty otherwise.
public record Federation(
        String trustDomain,
        URI endpoint,
        Profile profile,
        Optional<SpiffeId> endpointId,
        List<X509Certificate> initialBundle) {
    /// Of the initial bundle.
    public static final Limit AUTHORITIES = new Limit("an initial bundle", 32, "certificates");

    private static final int MAX_ENDPOINT = 2048;

    public Federation {
        initialBundle = List.copyOf(initialBundle);
        requireTrustDomain(trustDomain);
        requireEndpoint(endpoint);
        AUTHORITIES.check("initialBundle", initialBundle.size());
        if (initialBundle.stream().anyMatch(authority -> authority.getBasicConstraints() < 0)) {
            throw Faults.invalid(
                    "initialBundle", "a certificate is not of an authority", "give the trust domain's roots");
        }
        switch (profile) {
            case HTTPS_WEB -> {
                if (endpointId.isPresent()) {
                    throw Faults.invalid(
                            "endpointSpiffeId", "https_web knows the endpoint by its host name", "leave it out");
                }
            }
            case HTTPS_SPIFFE -> requireBootstrap(trustDomain, endpointId, initialBundle);
        }
    }

    /// What is trusted before anything was fetched, if something is.
    public Optional<TrustBundle> firstBundle() {
        return initialBundle.isEmpty()
                ? Optional.empty()
                : Optional.of(new TrustBundle(
                        trustDomain,
                        initialBundle,
                        Map.of(),
                        BundleDocument.NO_SEQUENCE,
                        BundleDocument.DEFAULT_REFRESH_HINT));
    }

    static void requireTrustDomain(String name) {
        SpiffeId unused = new SpiffeId(name, List.of());
    }

    private static void requireEndpoint(URI endpoint) {
        boolean usable = "https".equalsIgnoreCase(endpoint.getScheme())
                && endpoint.getHost() != null
                && endpoint.getRawUserInfo() == null
                && endpoint.getRawFragment() == null
                && endpoint.toString().length() <= MAX_ENDPOINT;
        if (!usable) {
            // Not shown: what stands before an @ may be a password.
            throw Faults.invalid(
                    "endpoint", "it is not the URL of a bundle endpoint", "give https://host/path, without a user");
        }
    }

    private static void requireBootstrap(
            String trustDomain, Optional<SpiffeId> endpointId, List<X509Certificate> initialBundle) {
        SpiffeId id = endpointId.orElseThrow(() -> Faults.invalid(
                "endpointSpiffeId", "https_spiffe needs to know whom to meet", "give the endpoint's SPIFFE ID"));
        if (id.path().isEmpty()) {
            throw Faults.invalid("endpointSpiffeId", id + " names a trust domain, not a workload", "add its path");
        }
        if (id.isMemberOf(trustDomain) && initialBundle.isEmpty()) {
            throw Faults.invalid(
                    "initialBundle",
                    "an endpoint of " + trustDomain + " itself can't be recognized without it",
                    "give the trust domain's authorities as PEM, got by another way than its endpoint");
        }
    }
}
