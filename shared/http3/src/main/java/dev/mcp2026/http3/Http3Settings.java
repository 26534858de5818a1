package dev.mcp2026.http3;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// The bounds of one end of HTTP/3 connections.
///
/// @param messageBytes of one gRPC message that is received
/// @param metadataBytes of the headers or trailers of one call, as received
/// @param streams calls under way on one connection; more are refused with H3_REQUEST_REJECTED
/// @param connections of all peers together; more are closed before their handshake
/// @param connectionsPerPeer of those that have one identity; more are closed after their handshake with
/// H3_EXCESSIVE_LOAD
/// @param bufferedBytes received for one call and not read yet, before the peer is held up
/// @param idle without a packet from the peer a connection ends
/// @param drain how long calls under way may take after a shutdown
/// @param initialWindowPackets congestion window that a connection starts with (RFC 9002 section 7.2 says about 10)
/// @param liveness of a client's connections
/// @param tenure of a server's connections
/// @param qlog where connections are logged on demand
public record Http3Settings(
        Limit messageBytes,
        Limit metadataBytes,
        Limit streams,
        Limit connections,
        Limit connectionsPerPeer,
        Limit bufferedBytes,
        Duration idle,
        Duration drain,
        int initialWindowPackets,
        Liveness liveness,
        Tenure tenure,
        Qlog qlog) {

    public static Http3Settings defaults() {
        return new Http3Settings(
                new Limit("mcp.http3.message-bytes", 4 << 20, "bytes"),
                new Limit("mcp.http3.metadata-bytes", 16 << 10, "bytes"),
                new Limit("mcp.http3.streams", 1000, "calls"),
                new Limit("mcp.http3.connections", 1000, "connections"),
                new Limit("mcp.http3.connections-per-peer", 256, "connections"),
                new Limit("mcp.http3.buffered-bytes", 256 << 10, "bytes"),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                10,
                Liveness.defaults(),
                Tenure.forEver(),
                Qlog.off());
    }

    public Http3Settings withMessageBytes(int bytes) {
        return new Http3Settings(
                new Limit(messageBytes.name(), bytes, messageBytes.unit()),
                metadataBytes,
                streams,
                connections,
                connectionsPerPeer,
                bufferedBytes,
                idle,
                drain,
                initialWindowPackets,
                liveness,
                tenure,
                qlog);
    }

    public Http3Settings withMetadataBytes(int bytes) {
        return new Http3Settings(
                messageBytes,
                new Limit(metadataBytes.name(), bytes, metadataBytes.unit()),
                streams,
                connections,
                connectionsPerPeer,
                bufferedBytes,
                idle,
                drain,
                initialWindowPackets,
                liveness,
                tenure,
                qlog);
    }

    public Http3Settings withConnectionsPerPeer(long most) {
        return new Http3Settings(
                messageBytes,
                metadataBytes,
                streams,
                connections,
                new Limit(connectionsPerPeer.name(), most, connectionsPerPeer.unit()),
                bufferedBytes,
                idle,
                drain,
                initialWindowPackets,
                liveness,
                tenure,
                qlog);
    }

    public Http3Settings withLiveness(Liveness rules) {
        return new Http3Settings(
                messageBytes,
                metadataBytes,
                streams,
                connections,
                connectionsPerPeer,
                bufferedBytes,
                idle,
                drain,
                initialWindowPackets,
                rules,
                tenure,
                qlog);
    }

    public Http3Settings withTenure(Tenure rules) {
        return new Http3Settings(
                messageBytes,
                metadataBytes,
                streams,
                connections,
                connectionsPerPeer,
                bufferedBytes,
                idle,
                drain,
                initialWindowPackets,
                liveness,
                rules,
                qlog);
    }

    public Http3Settings withQlog(Qlog logs) {
        return new Http3Settings(
                messageBytes,
                metadataBytes,
                streams,
                connections,
                connectionsPerPeer,
                bufferedBytes,
                idle,
                drain,
                initialWindowPackets,
                liveness,
                tenure,
                logs);
    }

    int messageMax() {
        return (int) messageBytes.max();
    }
}
