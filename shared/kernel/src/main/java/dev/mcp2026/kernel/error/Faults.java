package dev.mcp2026.kernel.error;

/// Short ways to make the failures that are made most often.
public final class Faults {
    private Faults() {}

    public static FaultException invalid(String field, String detail, String action) {
        return new FaultException(new Fault(FaultKind.INVALID_ARGUMENT, field, detail, action));
    }

    public static FaultException limit(String field, String detail, String action) {
        return new FaultException(new Fault(FaultKind.LIMIT_EXCEEDED, field, detail, action));
    }

    public static FaultException of(FaultKind kind, String detail, String action) {
        return new FaultException(new Fault(kind, null, detail, action));
    }
}
