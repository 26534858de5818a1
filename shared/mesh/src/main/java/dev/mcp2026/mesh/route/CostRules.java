package dev.mcp2026.mesh.route;

import java.time.Duration;

/// How a measurement becomes a cost.
///
/// @param jitterWeight how many jitters above the smoothed round trip the tail of calls lies
/// @param packetsPerCall packets of a typical call, both ways
/// @param callsTogether calls that typically share a connection
/// @param tcpMinTimeout the least time after which TCP sends again (Linux: `TCP_RTO_MIN`)
/// @param ackDelay what a peer may wait before it acknowledges, which QUIC adds to its probe timeout (RFC 9002, 6.2.1)
/// @param http3Overhead what a call costs more over HTTP/3 than over HTTP/2: packets are sent one by one
/// @param http3FromRtt round trip from which HTTP/3 is the better one on a path without loss
/// @param relayOverhead what passing on costs beyond the two paths' delay
public record CostRules(
        double jitterWeight,
        int packetsPerCall,
        int callsTogether,
        Duration tcpMinTimeout,
        Duration ackDelay,
        Duration http3Overhead,
        Duration http3FromRtt,
        Duration relayOverhead) {

    public static final CostRules DEFAULT = new CostRules(
            2,
            4,
            16,
            Duration.ofMillis(200),
            Duration.ofMillis(25),
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(2));

    public CostRules {
        if (!(jitterWeight >= 0) || packetsPerCall < 1 || callsTogether < 1 || !http3FromRtt.isPositive()) {
            throw new IllegalArgumentException(
                    "jitterWeight is not negative, counts start at 1, and http3FromRtt is positive");
        }
    }
}
