package dev.mcp2026.kernel.id;

/// One running copy of a service. Unique inside (cell, tenant, service).
public record InstanceId(String value) implements Comparable<InstanceId> {
    public InstanceId {
        Names.subdomain("instance", value);
    }

    @Override
    public int compareTo(InstanceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
