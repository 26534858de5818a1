package dev.mcp2026.registry.health.probe;

import java.io.Serial;

/// The probe never left: no file descriptor, no local port, no name service. Says nothing about
/// the target.
public final class ObserverFaultException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    ObserverFaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
