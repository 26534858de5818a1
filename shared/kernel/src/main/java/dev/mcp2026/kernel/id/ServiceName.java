package dev.mcp2026.kernel.id;

/// The name clients resolve. Unique inside a tenant.
public record ServiceName(String value) implements Comparable<ServiceName> {
    public ServiceName {
        Names.label("service", value);
    }

    @Override
    public int compareTo(ServiceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
