package dev.mcp2026.coordinator.log;

import java.util.List;
import java.util.stream.IntStream;

/// One of 32 parts of all sagas; each has one owner at a time.
public record Shard(char digit) implements Comparable<Shard> {
    public static final List<Shard> ALL = IntStream.range(0, Base32.DIGITS.length())
            .mapToObj(i -> new Shard(Base32.DIGITS.charAt(i)))
            .toList();

    public Shard {
        if (Base32.DIGITS.indexOf(digit) < 0) {
            throw new IllegalArgumentException("no shard " + digit);
        }
    }

    @Override
    public int compareTo(Shard other) {
        return Character.compare(digit, other.digit);
    }

    @Override
    public String toString() {
        return String.valueOf(digit);
    }
}
