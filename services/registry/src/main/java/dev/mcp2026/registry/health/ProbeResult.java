package dev.mcp2026.registry.health;

/// What one probe met.
///
/// @param reached the target's host answered in some way (handshake or refusal): the path works
/// @param startedNanos monotonic
/// @param tookNanos from start to answer or giving up
public record ProbeResult(Outcome outcome, boolean reached, String detail, long startedNanos, long tookNanos) {
    public boolean ok() {
        return outcome == Outcome.OK;
    }

    /// Neither a handshake nor an error came back.
    public boolean silence() {
        return !reached && outcome == Outcome.TIMEOUT;
    }
}
