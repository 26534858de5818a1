package dev.mcp2026.mesh.route;

import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.Way;
import java.time.Duration;

/// What the tail of calls waits on a way, in ms: the smoothed round trip, some jitters, and what lost packets cost.
///
/// The transports differ in the last. TCP delivers in order, so one lost packet of any call holds up all calls of the
/// connection, until the retransmission timeout of at least 200 ms for those with too little in flight for fast
/// retransmit, as small calls are. QUIC's streams don't wait for one another: a call waits for its own packets
/// only, for a probe timeout of about `srtt + 4 × rttvar` (RFC 9002 section 6.2.1).
final class PathCost {
    private final CostRules rules;

    PathCost(CostRules rules) {
        this.rules = rules;
    }

    /// @param loss of packets on this path. Not always the measurement's own: probes over TCP never see a loss
    double millis(Way way, PathMeasurement path, double loss) {
        double srtt = ms(path.srtt());
        double cost =
                srtt + rules.jitterWeight() * ms(path.jitter()) + (way.isRelayed() ? ms(rules.relayOverhead()) : 0);
        double variation = 4 * ms(path.rttvar());
        return cost
                + switch (way.transport()) {
                    case HTTP2 ->
                        // Waiting in line costs even where no loss is seen, the more the longer the path: as much as
                        // HTTP/3 costs in work where both are equally good.
                        ms(rules.http3Overhead()) * srtt / ms(rules.http3FromRtt())
                                + anyLost(loss, rules.packetsPerCall() * rules.callsTogether())
                                        * Math.max(ms(rules.tcpMinTimeout()), srtt + variation);
                    case HTTP3 ->
                        ms(rules.http3Overhead())
                                + anyLost(loss, rules.packetsPerCall()) * (srtt + variation + ms(rules.ackDelay()));
                };
    }

    private static double anyLost(double loss, int packets) {
        return 1 - Math.pow(1 - loss, packets);
    }

    static double ms(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
