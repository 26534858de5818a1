package dev.mcp2026.store;

/// All keys that begin with `value`; the empty prefix means every key.
public record KeyPrefix(String value) {
    public static final KeyPrefix ALL = new KeyPrefix("");

    public KeyPrefix {
        Key.requirePrintable("prefix", value);
    }

    @Override
    public String toString() {
        return value + "*";
    }
}
