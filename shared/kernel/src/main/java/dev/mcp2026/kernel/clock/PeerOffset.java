package dev.mcp2026.kernel.clock;

/// What is known of a peer's wall clock now.
///
/// @param offsetNanos how far the peer's clock is ahead of ours (negative: behind)
/// @param errorBoundNanos the true offset is within `offsetNanos ± errorBoundNanos` unless a clock drifts
///     faster than [PeerClock.Settings#driftPpm()] or was set since
/// @param roundTripNanos of the sample this comes from
/// @param ageNanos of that sample
public record PeerOffset(long offsetNanos, long errorBoundNanos, long roundTripNanos, long ageNanos) {
    /// True if the offset can be told from zero.
    public boolean isSkewed() {
        return Math.abs(offsetNanos) > errorBoundNanos;
    }
}
