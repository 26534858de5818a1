package dev.mcp2026.identity.authority;

import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.spiffe.TrustBundle;
import dev.mcp2026.trust.SpiffeId;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Issues identities. All calls may block and belong on virtual threads.
///
/// Failures are [dev.mcp2026.kernel.error.FaultException]: UNAVAILABLE while there is no answer, NOT_FOUND where it has
/// no such identity.
public interface Authority extends AutoCloseable {
    /// A new X.509-SVID for an entry, chain complete up to below the root.
    Issued x509(Entry entry);

    /// As [#x509], for a key that the caller holds.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT where the upstream makes keys itself
    List<X509Certificate> certify(Entry entry, PublicKey publicKey);

    IssuedJwt jwt(Entry entry, List<String> audience);

    /// Of this trust domain.
    ///
    /// @return empty as long as none has been seen
    Optional<TrustBundle> bundle();

    /// Of others, as far as the upstream knows them; by name.
    Map<String, TrustBundle> federated();

    /// Authorities below the roots that sign for these tenants, which whoever knows them needs not be sent.
    List<X509Certificate> intermediates(Predicate<TenantId> tenant);

    /// New issuers in place of those that sign for these tenants now. SVIDs of the old ones stay as they are: whoever
    /// asks for this renews them.
    void rotateIssuers(Predicate<TenantId> tenant);

    UpstreamStatus status();

    /// One listener; set before [#start].
    void listen(Listener listener);

    void start();

    @Override
    void close();

    /// Hears of what the authority does by itself.
    interface Listener {
        /// The own bundle, or one of [#federated], is another now.
        void bundlesChanged();

        /// SVIDs of these entries should be asked for again. Empty: of all.
        void svidsChanged(Optional<Set<SpiffeId>> ids);
    }
}
