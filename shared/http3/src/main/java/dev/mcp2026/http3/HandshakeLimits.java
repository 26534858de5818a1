package dev.mcp2026.http3;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// What a server spends on peers that it does not know yet.
///
/// @param halfOpen handshakes under way; the first packet of more is not answered, and their peers ask again
/// @param halfOpenBeforeRetry above it a peer must show that it receives at the address it sends from, by a token
/// (RFC 9000 section 8.1.2), which costs it a round trip and the server nothing to remember
/// @param handshake how long one may take
/// @param token how long an address token is good for
/// @param ticket how long a peer may at least resume its session; half as long again at most
/// @param earlyPeers peers whose early requests may be answered; those of others wait for the handshake
/// @param earlyFlights first flights with early data that are remembered, so that none is taken twice
public record HandshakeLimits(
        Limit halfOpen,
        Limit halfOpenBeforeRetry,
        Duration handshake,
        Duration token,
        Duration ticket,
        Limit earlyPeers,
        Limit earlyFlights) {

    public static HandshakeLimits defaults() {
        return new HandshakeLimits(
                new Limit("mcp.http3.half-open", 256, "handshakes"),
                new Limit("mcp.http3.half-open-before-retry", 64, "handshakes"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                new Limit("mcp.http3.early-peers", 1000, "peers"),
                new Limit("mcp.http3.early-flights", 10_000, "flights"));
    }
}
