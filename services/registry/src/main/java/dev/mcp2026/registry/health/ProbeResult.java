package dev.mcp2026.registry.health;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// What one probe met.
///
/// @param reached the target's host answered in some way (handshake or refusal): the path works
/// @param startedNanos monotonic
/// @param tookNanos from start to answer or giving up
/// @param made false: none left this observer, so nothing was learnt of the target; `detail` says why
/// @param address that a connection stood to; null if none did
public record ProbeResult(
        Outcome outcome,
        boolean reached,
        String detail,
        long startedNanos,
        long tookNanos,
        boolean made,
        @Nullable InetAddress address) {
    /// One that was made, without its address.
    public ProbeResult(Outcome outcome, boolean reached, String detail, long startedNanos, long tookNanos) {
        this(outcome, reached, detail, startedNanos, tookNanos, true, null);
    }

    /// None was made: the target is not one that may or can be probed from here.
    public static ProbeResult unmade(String why, long nowNanos) {
        return new ProbeResult(Outcome.UNREACHABLE, false, why, nowNanos, 0, false, null);
    }

    public boolean ok() {
        return outcome == Outcome.OK;
    }

    /// Neither a handshake nor an error came back.
    public boolean silence() {
        return made && !reached && outcome == Outcome.TIMEOUT;
    }
}
