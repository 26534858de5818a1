package dev.mcp2026.kernel.id;

/// Whom a resource belongs to. No call crosses tenants unless its principal is a platform operator.
public record TenantId(String value) implements Comparable<TenantId> {
    public TenantId {
        Names.label("tenant", value);
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
