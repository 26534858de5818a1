package dev.mcp2026.kernel.clock;

import dev.mcp2026.kernel.error.Faults;

/// The four stamps of one request and its answer (RFC 5905, section 8), all in nanoseconds since the Unix epoch.
///
/// @param sent our wall clock when the request left (`t1` in the RFC)
/// @param peerReceived the peer's wall clock when the request came (`t2`)
/// @param peerSent the peer's wall clock when the answer left (`t3`)
/// @param received our wall clock when the answer came (`t4`)
/// @param atNanos our monotonic clock when the answer came; the age of the sample counts from here
public record Exchange(long sent, long peerReceived, long peerSent, long received, long atNanos) {
    public Exchange {
        if (received < sent || peerSent < peerReceived) {
            throw Faults.invalid(
                    "exchange",
                    "an answer stamped before its question (" + (received - sent) + " ns here, "
                            + (peerSent - peerReceived) + " ns at the peer)",
                    "drop the sample: a wall clock was set back while it was taken");
        }
    }

    /// How far the peer's wall clock is ahead of ours, in nanoseconds, if both ways took equally long.
    public long offsetNanos() {
        return Math.addExact(peerReceived - sent, peerSent - received) / 2;
    }

    /// The time on the network alone, in nanoseconds. Clocks that tick at unlike rates can make it slightly negative.
    public long roundTripNanos() {
        return received - sent - (peerSent - peerReceived);
    }
}
