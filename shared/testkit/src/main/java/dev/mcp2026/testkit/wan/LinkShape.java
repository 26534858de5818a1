package dev.mcp2026.testkit.wan;

import java.time.Duration;

/// What one direction of a relay does to traffic.
///
/// @param delay one-way delay
/// @param jitter each packet takes `delay` plus a uniformly random part of `-jitter … +jitter`; at most `delay`
/// @param loss probability from 0 to 1 that a packet is lost; TCP delivers it late instead
/// @param reorder probability from 0 to 1 that a UDP packet is held back so that later ones overtake it
/// @param bytesPerSecond bandwidth of the link, shared by all its connections; 0 is unlimited
public record LinkShape(Duration delay, Duration jitter, double loss, double reorder, long bytesPerSecond) {
    /// Passes everything on at once.
    public static final LinkShape PERFECT = new LinkShape(Duration.ZERO, Duration.ZERO, 0, 0, 0);

    public LinkShape {
        if (delay.isNegative() || jitter.isNegative() || jitter.compareTo(delay) > 0) {
            throw new IllegalArgumentException("delay " + delay + " ± jitter " + jitter + " must not be negative");
        }
        if (!(loss >= 0 && loss <= 1 && reorder >= 0 && reorder <= 1)) {
            throw new IllegalArgumentException("loss " + loss + " and reorder " + reorder + " are from 0 to 1");
        }
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("bandwidth must not be negative: " + bytesPerSecond);
        }
    }

    public static LinkShape delayed(Duration delay) {
        return PERFECT.withDelay(delay);
    }

    /// One direction of a path with this round trip time: half of the delay, and half of the jitter.
    public static LinkShape ofRoundTrip(Duration rtt, Duration jitter) {
        return PERFECT.withDelay(rtt.dividedBy(2)).withJitter(jitter.dividedBy(2));
    }

    public LinkShape withDelay(Duration value) {
        return new LinkShape(value, jitter, loss, reorder, bytesPerSecond);
    }

    public LinkShape withJitter(Duration value) {
        return new LinkShape(delay, value, loss, reorder, bytesPerSecond);
    }

    public LinkShape withLoss(double value) {
        return new LinkShape(delay, jitter, value, reorder, bytesPerSecond);
    }

    public LinkShape withReorder(double value) {
        return new LinkShape(delay, jitter, loss, value, bytesPerSecond);
    }

    public LinkShape withBandwidth(long value) {
        return new LinkShape(delay, jitter, loss, reorder, value);
    }
}
