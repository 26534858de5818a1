package dev.mcp2026.store;

/// Names a lease. [#NONE] on an entry means that it does not expire.
public record LeaseId(long value) {
    public static final LeaseId NONE = new LeaseId(0);

    public boolean isNone() {
        return value == 0;
    }

    @Override
    public String toString() {
        return Long.toHexString(value);
    }
}
