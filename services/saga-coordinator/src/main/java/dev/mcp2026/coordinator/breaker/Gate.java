package dev.mcp2026.coordinator.breaker;

import java.time.Duration;

/// Where calls that are made anyhow, sooner or later, wait while a breaker is open: one passes at a time to try, and
/// all when it closes.
final class Gate {
    private final long pauseNanos;
    private boolean open = true;
    private long shutAt;
    private long nextTrial;

    Gate(Duration pause) {
        pauseNanos = pause.toNanos();
    }

    /// @return whether it was open before
    synchronized boolean shut() {
        boolean before = open;
        nextTrial = System.nanoTime() + pauseNanos;
        if (before) {
            open = false;
            shutAt = System.nanoTime();
        }
        return before;
    }

    synchronized boolean isOpen() {
        return open;
    }

    /// @return how long it was shut
    synchronized Duration open() {
        open = true;
        notifyAll();
        return Duration.ofNanos(System.nanoTime() - shutAt);
    }

    /// @return false where it was shut all the time
    synchronized boolean pass(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!open) {
            long now = System.nanoTime();
            if (now - nextTrial >= 0) {
                nextTrial = now + pauseNanos;
                return true;
            }
            if (now - end >= 0) {
                return false;
            }
            long left = Math.min(nextTrial - now, end - now);
            // At least a millisecond: 0 would wait for ever.
            wait(left / 1_000_000 + 1);
        }
        return true;
    }
}
