package dev.mcp2026.http3;

import java.time.Duration;

/// Decides from looks at a connection's counts whether its path loses enough for [Duplication]. Copies hide losses: the
/// answer holds for a while, and is found again soon after.
final class LossyPath {
    /// Round trips of the shortest one, from which on a queue is taken for the cause of losses.
    private static final int QUEUED = 2;
    private static final Duration JITTER = Duration.ofMillis(5);
    /// As long as BBR takes the shortest round trip for the path's own. A path that has become longer would be taken
    /// for queued for as long.
    static final Duration SHORTEST = Duration.ofSeconds(10);

    private final Duplication rules;
    private boolean looked;
    private long lookedNanos;
    private long sent;
    private long lost;
    private double recentlySent;
    private double recentlyLost;
    private long shortestNanos = Long.MAX_VALUE;
    private long shortestAtNanos;
    private boolean lossy;
    private long lossyAtNanos;

    LossyPath(Duplication rules) {
        this.rules = rules;
    }

    /// @param sentSoFar packets
    /// @param lostSoFar packets; falls where one that was taken for lost came after all
    /// @param rttNanos smoothed
    /// @return whether packets are to be sent twice until the next look
    boolean look(long nowNanos, long sentSoFar, long lostSoFar, long rttNanos) {
        if (looked) {
            double kept =
                    Math.exp(-(double) (nowNanos - lookedNanos) / rules.memory().toNanos());
            recentlySent = recentlySent * kept + Math.max(0, sentSoFar - sent);
            recentlyLost = recentlyLost * kept + Math.max(0, lostSoFar - lost);
        }
        boolean more = looked && lostSoFar > lost;
        looked = true;
        lookedNanos = nowNanos;
        sent = sentSoFar;
        lost = lostSoFar;
        if (more && Math.round(recentlyLost) >= rules.losses() && recentlyLost >= rules.share() * recentlySent) {
            lossy = true;
            lossyAtNanos = nowNanos;
        } else if (nowNanos - lossyAtNanos > rules.hold().toNanos()) {
            lossy = false;
        }
        boolean queued = isQueued(nowNanos, rttNanos);
        return lossy && !queued;
    }

    private boolean isQueued(long nowNanos, long rttNanos) {
        if (rttNanos <= shortestNanos || nowNanos - shortestAtNanos > SHORTEST.toNanos()) {
            shortestNanos = rttNanos;
            shortestAtNanos = nowNanos;
        }
        return rttNanos > QUEUED * shortestNanos + JITTER.toNanos();
    }
}
