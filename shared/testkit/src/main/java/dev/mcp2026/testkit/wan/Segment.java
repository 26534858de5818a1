package dev.mcp2026.testkit.wan;

/// One TCP segment on its way. Owned and changed by its [SegmentQueue] alone.
final class Segment {
    /// What the segment tells the receiver.
    enum Kind {
        DATA,
        FIN,
        RESET
    }

    static final long NOT_KNOWN = Long.MAX_VALUE;

    final Kind kind;
    final byte[] payload;
    /// When it reaches the receiver; [#NOT_KNOWN] while no transmission got through.
    long dueAt = NOT_KNOWN;
    /// When it is sent again, if [#dueAt] is not known; [#NOT_KNOWN] while another segment's timer runs.
    long retryAt = NOT_KNOWN;
    /// True if that is when the retransmission timer expires, false if an acknowledgement told of the loss.
    boolean retryByTimer;

    Segment(Kind kind, byte[] payload) {
        this.kind = kind;
        this.payload = payload;
    }
}
