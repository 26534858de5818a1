package dev.mcp2026.registry.replication;

import java.time.Duration;

/// @param pingInterval between pings on each subscription
/// @param silentAfter without any frame, a subscription is given up and the peer's records become stale
/// @param answerWithin a new subscription to a peer whose round trip is known is given up if it is not answered by
///     then, or by eight round trips if that is longer: one that was begun in the dark must not hold up the next when
/// there is light again
/// @param backoffMin first pause before a new connection; doubles up to `backoffMax`, with jitter
/// @param redundancy subscriptions to one peer over separate connections where the round trip is long
/// @param redundancyAboveRtt a round trip from which redundancy pays: a lost packet costs a
///     connection at least one
/// @param digestInterval between anti-entropy rounds with each peer
/// @param sweepMaxShare of one owner's records, removed by one sweep at most; more is held and reported
public record ReplicationSettings(
        Duration pingInterval,
        Duration silentAfter,
        Duration answerWithin,
        Duration backoffMin,
        Duration backoffMax,
        int redundancy,
        Duration redundancyAboveRtt,
        Duration digestInterval,
        double sweepMaxShare) {

    public static ReplicationSettings defaults() {
        return new ReplicationSettings(
                Duration.ofMillis(500),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                2,
                Duration.ofMillis(10),
                Duration.ofSeconds(30),
                0.3);
    }
}
