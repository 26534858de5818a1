package dev.mcp2026.store;

import dev.mcp2026.kernel.error.Faults;

/// The name of one entry: printable ASCII without space, by convention `area/tenant/name`.
/// ASCII so that Java, the file and etcd all sort keys alike.
public record Key(String value) implements Comparable<Key> {
    public Key {
        if (value.isEmpty()) {
            throw Faults.invalid("key", "a key must not be empty", "name the entry");
        }
        requirePrintable("key", value);
    }

    public boolean startsWith(KeyPrefix prefix) {
        return value.startsWith(prefix.value());
    }

    static void requirePrintable(String field, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c > '~') {
                throw Faults.invalid(
                        field,
                        "character " + (int) c + " at position " + i + " is not printable ASCII",
                        "use letters, digits and punctuation without spaces");
            }
        }
    }

    @Override
    public int compareTo(Key other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
