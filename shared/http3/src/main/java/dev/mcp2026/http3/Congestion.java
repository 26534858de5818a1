package dev.mcp2026.http3;

import io.netty.incubator.codec.quic.QuicCongestionControlAlgorithm;

/// What tells a connection how much may be under way.
public enum Congestion {
    /// RFC 9438. Takes each loss for a queue that is full.
    CUBIC(QuicCongestionControlAlgorithm.CUBIC),
    /// draft-cardwell-iccrg-bbr-congestion-control. Goes by the rate at which packets arrive and by the shortest round
    /// trip, so that losses that no queue causes do not slow it.
    BBR(QuicCongestionControlAlgorithm.BBR);

    private final QuicCongestionControlAlgorithm algorithm;

    Congestion(QuicCongestionControlAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    QuicCongestionControlAlgorithm algorithm() {
        return algorithm;
    }
}
