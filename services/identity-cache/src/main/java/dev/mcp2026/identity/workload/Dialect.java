package dev.mcp2026.identity.workload;

import dev.mcp2026.kernel.limit.Limit;
import java.util.Optional;

/// The two ways of an xDS stream to say the same.
///
/// @param <Q> requests
/// @param <R> responses
interface Dialect<Q, R> {
    String typeUrl(Q request);

    /// Why the client can't use the last response, if it says so (a NACK).
    Optional<String> rejection(Q request);

    /// Whether the request was made before the client saw the response with `lastNonce`, and so says nothing that the
    /// client will not say again.
    boolean isStale(Q request, String lastNonce);

    Interest heard(Interest before, Q request, boolean first, Limit names);

    /// Empty when there is nothing to say.
    Optional<R> answer(Interest.Due due, String nonce);
}
