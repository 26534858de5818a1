package dev.mcp2026.coordinator.lra;

import java.util.Arrays;
import java.util.Optional;

/// The states of a long running action (MicroProfile LRA 2.0, section 3.1.1).
public enum LraStatus {
    ACTIVE("Active"),
    CLOSING("Closing"),
    CLOSED("Closed"),
    FAILED_TO_CLOSE("FailedToClose"),
    CANCELLING("Cancelling"),
    CANCELLED("Cancelled"),
    FAILED_TO_CANCEL("FailedToCancel");

    private final String text;

    LraStatus(String text) {
        this.text = text;
    }

    /// As it is on the wire.
    public String text() {
        return text;
    }

    public static Optional<LraStatus> of(String text) {
        return Arrays.stream(values())
                .filter(each -> each.text.equals(text.strip()))
                .findFirst();
    }

    public boolean isFinal() {
        return switch (this) {
            case ACTIVE, CLOSING, CANCELLING -> false;
            case CLOSED, FAILED_TO_CLOSE, CANCELLED, FAILED_TO_CANCEL -> true;
        };
    }

    public boolean isEnding() {
        return this == CLOSING || this == CANCELLING;
    }

    public boolean isFailed() {
        return this == FAILED_TO_CLOSE || this == FAILED_TO_CANCEL;
    }

    /// Whether participants compensate, or have.
    public boolean isCancel() {
        return this == CANCELLING || this == CANCELLED || this == FAILED_TO_CANCEL;
    }

    /// What comes of it.
    LraStatus ended(boolean failed) {
        return switch (this) {
            case CLOSING -> failed ? FAILED_TO_CLOSE : CLOSED;
            case CANCELLING -> failed ? FAILED_TO_CANCEL : CANCELLED;
            case ACTIVE, CLOSED, FAILED_TO_CLOSE, CANCELLED, FAILED_TO_CANCEL -> this;
        };
    }
}
