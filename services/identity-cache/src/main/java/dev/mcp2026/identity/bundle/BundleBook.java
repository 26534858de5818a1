package dev.mcp2026.identity.bundle;

import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.spiffe.TrustBundle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Bundles of the authority and of federation; what this cell fetches itself is newer than what its upstream tells of
/// others. A bundle that was seen once is remembered in the second level, for a start without an upstream.
public final class BundleBook implements Bundles {
    private static final Logger LOG = Logger.getLogger(BundleBook.class);

    private final String trustDomain;
    private final Authority authority;
    private final Supplier<Map<String, TrustBundle>> fetched;
    private final Supplier<Optional<TrustBundle>> remembered;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /// @param fetched from other trust domains' endpoints
    /// @param remembered this trust domain's as it was last seen, by any cache of this cell
    public BundleBook(
            String trustDomain,
            Authority authority,
            Supplier<Map<String, TrustBundle>> fetched,
            Supplier<Optional<TrustBundle>> remembered) {
        this.trustDomain = trustDomain;
        this.authority = authority;
        this.fetched = fetched;
        this.remembered = remembered;
    }

    @Override
    public TrustBundle own() {
        return authority
                .bundle()
                .or(remembered)
                .orElseThrow(() -> Faults.of(
                        FaultKind.UNAVAILABLE,
                        "the bundle of " + trustDomain + " is not known yet: "
                                + authority.status().detail(),
                        "try again"));
    }

    @Override
    public Map<String, TrustBundle> federated() {
        Map<String, TrustBundle> all = new HashMap<>(authority.federated());
        all.putAll(fetched.get());
        all.remove(trustDomain);
        return all;
    }

    /// Adds one who hears when a bundle is another.
    public AutoCloseable listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    public void changed() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                // The others are told all the same.
                LOG.errorf(e, "told of bundles in vain");
            }
        }
    }
}
