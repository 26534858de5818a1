package dev.mcp2026.kernel.error;

/// Carries a [Fault] to the edge, where it becomes a gRPC status or a problem document.
/// Without a stack trace: it is an answer, not a bug.
public final class FaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    public FaultException(Fault fault) {
        super(fault.message(), null, false, false);
        this.fault = fault;
    }

    public FaultException(Fault fault, Throwable cause) {
        super(fault.message(), cause, false, false);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
