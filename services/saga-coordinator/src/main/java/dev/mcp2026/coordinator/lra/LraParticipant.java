package dev.mcp2026.coordinator.lra;

/// One that has joined a long running action.
///
/// @param number from 1, in the order of joining; the last segment of its recovery URL
/// @param data that it gave, and is given back with each call
/// @param accepted whether it answered that it will go on by itself (202)
/// @param forgotten whether its `forget` was called, and answered
/// @param told whether its `after` was called, and answered
public record LraParticipant(
        int number,
        Links links,
        String data,
        ParticipantStatus status,
        boolean accepted,
        boolean forgotten,
        boolean told) {

    static LraParticipant joined(int number, Links links, String data) {
        return new LraParticipant(number, links, data, ParticipantStatus.ACTIVE, false, false, false);
    }

    LraParticipant with(ParticipantStatus next) {
        return new LraParticipant(number, links, data, next, next.isFinal() ? false : accepted, forgotten, told);
    }

    LraParticipant with(Links changed) {
        return new LraParticipant(number, changed, data, status, accepted, forgotten, told);
    }

    LraParticipant withData(String changed) {
        return new LraParticipant(number, links, changed, status, accepted, forgotten, told);
    }

    LraParticipant asAccepted() {
        return new LraParticipant(number, links, data, status, true, forgotten, told);
    }

    LraParticipant asNotAccepted() {
        return new LraParticipant(number, links, data, status, false, forgotten, told);
    }

    LraParticipant asForgotten() {
        return new LraParticipant(number, links, data, status, accepted, true, told);
    }

    LraParticipant asTold() {
        return new LraParticipant(number, links, data, status, accepted, forgotten, true);
    }

    /// Whether there is nothing left that it would do towards the end.
    boolean isEnded() {
        return links.compensate().isEmpty() || status.isFinal();
    }
}
