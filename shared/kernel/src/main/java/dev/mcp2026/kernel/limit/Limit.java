package dev.mcp2026.kernel.limit;

import dev.mcp2026.kernel.error.Faults;

/// A named upper bound.
///
/// @param name the configuration key that sets it, or in words what is bounded where no key does
/// @param max the largest value allowed, in `unit`
/// @param unit what is counted (`labels`, `bytes`, `ms`)
public record Limit(String name, long max, String unit) {
    public Limit {
        if (max < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + max);
        }
    }

    /// Passes `value` through, or refuses it with LIMIT_EXCEEDED naming this limit.
    public long check(String field, long value) {
        if (value > max) {
            throw Faults.limit(
                    field,
                    value + " " + unit + " is more than the limit of " + max + " " + unit,
                    isSetting() ? "send less, or raise " + name : "send less: this is a fixed bound of " + name);
        }
        return value;
    }

    private boolean isSetting() {
        return name.startsWith("mcp.");
    }
}
