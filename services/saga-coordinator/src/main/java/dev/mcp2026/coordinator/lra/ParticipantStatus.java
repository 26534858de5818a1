package dev.mcp2026.coordinator.lra;

import java.util.Arrays;
import java.util.Optional;

/// The states of a participant (MicroProfile LRA 2.0, section 3.1.2).
public enum ParticipantStatus {
    ACTIVE("Active"),
    COMPLETING("Completing"),
    COMPLETED("Completed"),
    FAILED_TO_COMPLETE("FailedToComplete"),
    COMPENSATING("Compensating"),
    COMPENSATED("Compensated"),
    FAILED_TO_COMPENSATE("FailedToCompensate");

    private final String text;

    ParticipantStatus(String text) {
        this.text = text;
    }

    /// As it is on the wire.
    public String text() {
        return text;
    }

    public static Optional<ParticipantStatus> of(String text) {
        return Arrays.stream(values())
                .filter(each -> each.text.equals(text.strip()))
                .findFirst();
    }

    public boolean isFinal() {
        return switch (this) {
            case ACTIVE, COMPLETING, COMPENSATING -> false;
            case COMPLETED, FAILED_TO_COMPLETE, COMPENSATED, FAILED_TO_COMPENSATE -> true;
        };
    }

    public boolean isFailed() {
        return this == FAILED_TO_COMPLETE || this == FAILED_TO_COMPENSATE;
    }

    /// Whether it is an end of that way.
    public boolean isEndOf(boolean cancel) {
        return this == done(cancel) || this == failed(cancel);
    }

    static ParticipantStatus ending(boolean cancel) {
        return cancel ? COMPENSATING : COMPLETING;
    }

    /// What it is after it has done as it was told.
    public static ParticipantStatus done(boolean cancel) {
        return cancel ? COMPENSATED : COMPLETED;
    }

    public static ParticipantStatus failed(boolean cancel) {
        return cancel ? FAILED_TO_COMPENSATE : FAILED_TO_COMPLETE;
    }
}
