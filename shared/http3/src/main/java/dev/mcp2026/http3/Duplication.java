package dev.mcp2026.http3;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// When a connection's packets are sent twice: on a path that loses some of them, a lost request or reply then costs
/// [#delay] instead of one to two round trips. A receiver drops the second by its packet number (RFC 9000 section
/// 12.3), so nothing changes for the peer, whatever implementation it is.
///
/// Copies are not counted by the congestion controller, so their rate is bounded, and there are none while the round
/// trip says that a queue has built up: loss is then the path's way to ask for less.
///
/// @param share of packets lost from which on a path is lossy; 0 means never
/// @param losses packets lost that are needed to say so
/// @param memory after which a loss counts for a third of what it did
/// @param hold how long copies go on after the last loss that asked for them
/// @param delay of the copy: longer than most bursts of losses, far shorter than a long round trip
/// @param rate of copies on one connection
public record Duplication(double share, int losses, Duration memory, Duration hold, Duration delay, Limit rate) {
    public static Duplication defaults() {
        return new Duplication(
                0.005,
                2,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMillis(3),
                new Limit("mcp.http3.duplicated-bytes", 512 << 10, "bytes/s"));
    }

    public static Duplication never() {
        Duplication usual = defaults();
        return usual.with(0, usual.rate);
    }

    /// @param from share of packets lost
    public Duplication with(double from, Limit most) {
        return new Duplication(from, losses, memory, hold, delay, most);
    }

    boolean isWanted() {
        return share > 0;
    }
}
