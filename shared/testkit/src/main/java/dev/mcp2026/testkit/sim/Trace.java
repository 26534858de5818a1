package dev.mcp2026.testkit.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/// The last things that happened, and a digest of all of them. Lines are written only when a failure asks for them.
final class Trace {
    static final int MAX_LINES = 60;
    private static final int MAX_LINE_CHARS = 400;

    private final Deque<Line> tail = new ArrayDeque<>();
    private long digest = 1;

    /// @param kind identifies the event across runs; a message's own hash code might not
    void add(long nanos, int kind, Object what) {
        if (tail.size() == MAX_LINES) {
            tail.remove();
        }
        tail.add(new Line(nanos, what));
        digest = (digest * 31 + nanos) * 31 + kind;
    }

    long digest() {
        return digest;
    }

    String tail() {
        return tail.stream().map(Line::toString).collect(Collectors.joining("\n"));
    }

    private record Line(long nanos, Object what) {
        @Override
        public String toString() {
            String text = "%12.3f ms  %s".formatted(nanos / 1e6, what);
            return text.length() <= MAX_LINE_CHARS ? text : text.substring(0, MAX_LINE_CHARS) + "…";
        }
    }
}
