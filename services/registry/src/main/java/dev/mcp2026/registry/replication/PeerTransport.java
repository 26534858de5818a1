package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Delta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The way to one peer. gRPC over HTTP/2 now; the QUIC mesh takes this place without a change above it.
public interface PeerTransport extends AutoCloseable {
    /// Opens a subscription; returns at once. Two calls with different `path` share no connection,
    /// so that a packet
    /// lost on one does not hold up the other.
    Subscription subscribe(int path, Hello hello, Inbound inbound);

    /// Which of the buckets of `origin`'s records differ between `mine` and the peer's. Blocks.
    Set<Integer> compareDigest(CellId origin, long[] mine);

    /// The peer's records of `origin` in `buckets`, tombstones too. Blocks.
    List<Delta> fetchBuckets(CellId origin, Set<Integer> buckets);

    /// For `mcpctl cells` and messages.
    String address();

    @Override
    void close();

    /// One open subscription.
    interface Subscription {
        /// Sends a ping; the answer comes as [Inbound#pong].
        void ping(long wallNs);

        void close();
    }

    /// What comes from the peer; called in order, by one thread at a time.
    interface Inbound {
        void welcome(Welcome welcome);

        void batch(Batch batch);

        /// The four times of RFC 5905's exchange in ns: `t0` sent and `t3` back by our clock, `t1`
        /// and `t2` by the
        /// peer's.
        ///
        /// @param silent owners that the peer does not hear itself, and since when
        void pong(long t0, long t1, long t2, long t3, Map<CellId, Instant> silent);

        /// Last call; the subscription is over.
        void ended(Fault fault);
    }
}
