package dev.mcp2026.http3;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// The bounds of one end of HTTP/3 connections.
///
/// @param idle without a packet from the peer a connection ends
/// @param drain how long calls under way may take after a shutdown
/// @param liveness of a client's connections
/// @param tenure of a server's connections
/// @param qlog where connections are logged on demand
public record Http3Settings(
        Sizes sizes,
        Counts counts,
        Duration idle,
        Duration drain,
        Sending sending,
        Liveness liveness,
        Tenure tenure,
        Qlog qlog) {

    /// What may come of one call.
    ///
    /// @param message one gRPC message that is received
    /// @param metadata headers or trailers, as received
    /// @param buffered received and not read yet, before the peer is held up
    public record Sizes(Limit message, Limit metadata, Limit buffered) {
        int messageMax() {
            return (int) message.max();
        }
    }

    /// What a server has at once.
    ///
    /// @param streams calls under way on one connection; more are refused with H3_REQUEST_REJECTED
    /// @param connections of all peers together; more are closed before their handshake
    /// @param connectionsPerPeer of those that have one identity; more are closed after their handshake with
    /// H3_EXCESSIVE_LOAD
    public record Counts(Limit streams, Limit connections, Limit connectionsPerPeer) {}

    /// How packets leave.
    ///
    /// @param initialWindowPackets congestion window to start with; RFC 9002 section 7.2 says about 10
    public record Sending(int initialWindowPackets, Congestion congestion, Duplication duplication) {}

    public static Http3Settings defaults() {
        return new Http3Settings(
                new Sizes(
                        new Limit("mcp.http3.message-bytes", 4 << 20, "bytes"),
                        new Limit("mcp.http3.metadata-bytes", 16 << 10, "bytes"),
                        new Limit("mcp.http3.buffered-bytes", 256 << 10, "bytes")),
                new Counts(
                        new Limit("mcp.http3.streams", 1000, "calls"),
                        new Limit("mcp.http3.connections", 1000, "connections"),
                        new Limit("mcp.http3.connections-per-peer", 256, "connections")),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                new Sending(10, Congestion.BBR, Duplication.defaults()),
                Liveness.defaults(),
                Tenure.forEver(),
                Qlog.off());
    }

    public Http3Settings withMessageBytes(int bytes) {
        return withSizes(new Sizes(to(bytes, sizes.message), sizes.metadata, sizes.buffered));
    }

    public Http3Settings withMetadataBytes(int bytes) {
        return withSizes(new Sizes(sizes.message, to(bytes, sizes.metadata), sizes.buffered));
    }

    private static Limit to(long max, Limit limit) {
        return new Limit(limit.name(), max, limit.unit());
    }

    private Http3Settings withSizes(Sizes bounds) {
        return new Http3Settings(bounds, counts, idle, drain, sending, liveness, tenure, qlog);
    }

    public Http3Settings withCounts(Counts bounds) {
        return new Http3Settings(sizes, bounds, idle, drain, sending, liveness, tenure, qlog);
    }

    public Http3Settings withIdle(Duration silence) {
        return new Http3Settings(sizes, counts, silence, drain, sending, liveness, tenure, qlog);
    }

    public Http3Settings withSending(Sending rules) {
        return new Http3Settings(sizes, counts, idle, drain, rules, liveness, tenure, qlog);
    }

    public Http3Settings withLiveness(Liveness rules) {
        return new Http3Settings(sizes, counts, idle, drain, sending, rules, tenure, qlog);
    }

    public Http3Settings withTenure(Tenure rules) {
        return new Http3Settings(sizes, counts, idle, drain, sending, liveness, rules, qlog);
    }

    public Http3Settings withQlog(Qlog logs) {
        return new Http3Settings(sizes, counts, idle, drain, sending, liveness, tenure, logs);
    }
}
