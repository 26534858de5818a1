package dev.mcp2026.saga.participant;

/// Another connection is in the way, and the same transaction may well succeed later. Never leaves this package.
final class ContendedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ContendedException(String message) {
        super(message, null, false, false);
    }

    ContendedException(Throwable cause) {
        super("another connection is in the way", cause, false, false);
    }
}
