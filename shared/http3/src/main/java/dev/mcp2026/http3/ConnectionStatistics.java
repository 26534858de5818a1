package dev.mcp2026.http3;

import io.grpc.Attributes;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/// What QUIC measures of a connection as it goes (RFC 9002).
public interface ConnectionStatistics {
    /// Of a transport's attributes, and so of each of its calls.
    Attributes.Key<ConnectionStatistics> KEY = Attributes.Key.create("dev.mcp2026.http3.statistics");

    /// Fails if there is no connection (any more).
    CompletionStage<Sample> sample();

    /// Counts since the connection's beginning, of all its paths; the others of the path in use.
    ///
    /// @param rtt smoothed round trip
    /// @param sent packets
    /// @param received packets
    /// @param lost packets that were declared lost
    /// @param retransmitted packets with content that was sent before
    /// @param sentBytes in UDP payloads
    /// @param receivedBytes in UDP payloads
    /// @param lostBytes in packets that were declared lost
    /// @param congestionWindowBytes that may be in flight
    record Sample(
            Duration rtt,
            long sent,
            long received,
            long lost,
            long retransmitted,
            long sentBytes,
            long receivedBytes,
            long lostBytes,
            long congestionWindowBytes) {}
}
