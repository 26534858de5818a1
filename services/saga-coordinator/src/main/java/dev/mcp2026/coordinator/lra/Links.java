package dev.mcp2026.coordinator.lra;

import java.util.Optional;
import java.util.stream.Stream;

/// Where a participant is called: absolute URLs. One without `compensate` only hears of the end.
///
/// @param complete what is called when the LRA closes
/// @param status what tells how far it is
/// @param forget what is called once its outcome need not be remembered
/// @param after what is told the LRA's end
public record Links(
        Optional<String> compensate,
        Optional<String> complete,
        Optional<String> status,
        Optional<String> forget,
        Optional<String> after) {

    /// By the convention that a participant's URL stands for `/compensate` and `/complete` below it, and for status
    /// and forget itself.
    public static Links below(String participant) {
        String url = participant.endsWith("/") ? participant.substring(0, participant.length() - 1) : participant;
        return new Links(
                Optional.of(url + "/compensate"),
                Optional.of(url + "/complete"),
                Optional.of(url),
                Optional.of(url),
                Optional.empty());
    }

    public Stream<String> all() {
        return Stream.of(compensate, complete, status, forget, after).flatMap(Optional::stream);
    }

    /// Whether it is of the same participant: the one that compensates at the same place.
    boolean isOf(Links other) {
        return compensate.isPresent() ? compensate.equals(other.compensate) : equals(other);
    }

    Links withStatus(String url) {
        return new Links(compensate, complete, Optional.of(url), forget, after);
    }
}
