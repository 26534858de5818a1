package dev.mcp2026.spiffe;

import java.security.cert.X509Certificate;
import java.util.List;

/// A chain as it is to be sent.
///
/// @param chain leaf first
/// @param bytesSaved DER bytes left out of it
public record Pruned(List<X509Certificate> chain, int bytesSaved, Reason reason) {
    public Pruned {
        chain = List.copyOf(chain);
    }

    /// Why a chain ends where it does.
    public enum Reason {
        /// The peer has the issuer of the last certificate; what came after it was left out.
        ISSUER_IS_TRUSTED,
        /// The peer has the issuer of the last certificate, and nothing came after it.
        NOTHING_TO_LEAVE_OUT,
        /// The peer has no issuer of any of its certificates that stays valid as long as the leaf.
        NOTHING_IS_TRUSTED,
        /// One certificate did not sign the one before it, so what a peer makes of it can't be foreseen.
        NOT_A_PATH
    }
}
