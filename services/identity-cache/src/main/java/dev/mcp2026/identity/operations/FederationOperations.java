package dev.mcp2026.identity.operations;

import dev.mcp2026.identity.bundle.BundleBook;
import dev.mcp2026.identity.federation.FederationCodec;
import dev.mcp2026.identity.federation.FederationPoller;
import dev.mcp2026.identity.federation.Federations;
import dev.mcp2026.proto.identity.v1.Federation;
import dev.mcp2026.spiffe.TrustBundle;
import java.util.List;
import java.util.Optional;

/// Federations by name, and looks at their endpoints out of turn.
public final class FederationOperations implements Federating {
    private final Federations federations;
    private final FederationPoller poller;
    private final BundleBook bundles;

    public FederationOperations(Federations federations, FederationPoller poller, BundleBook bundles) {
        this.federations = federations;
        this.poller = poller;
        this.bundles = bundles;
    }

    @Override
    public Federation put(Federation message) {
        var federation = FederationCodec.decode(message);
        federations.put(federation);
        poller.reload();
        return FederationCodec.encode(federation);
    }

    @Override
    public boolean delete(String trustDomain) {
        boolean existed = federations.delete(trustDomain);
        poller.reload();
        return existed;
    }

    @Override
    public List<Federation> list() {
        return poller.statuses().stream().map(FederationCodec::encode).toList();
    }

    /// Of the own trust domain there is nothing to fetch: the authority streams its bundle, or has it.
    @Override
    public Refreshed refresh(String trustDomain) {
        if (bundles.own().trustDomain().equals(trustDomain)) {
            return new Refreshed(true, false);
        }
        Optional<TrustBundle> before = bundles.of(trustDomain);
        boolean fetched = poller.refreshNow(trustDomain);
        Optional<TrustBundle> after = bundles.of(trustDomain);
        boolean same = before.isPresent() == after.isPresent()
                && before.map(known -> known.trustsTheSame(after.orElseThrow())).orElse(true);
        return new Refreshed(fetched, !same);
    }
}
