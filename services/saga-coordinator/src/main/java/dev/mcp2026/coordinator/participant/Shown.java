package dev.mcp2026.coordinator.participant;

import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.kernel.limit.Limit;
import org.jspecify.annotations.Nullable;

/// What of a participant's answer gets into a saga's log as a reason.
final class Shown {
    private static final int CHARS = 300;

    private Shown() {}

    /// One line, shortened.
    static String text(@Nullable String said) {
        String line = said == null ? "" : said.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= CHARS ? line : line.substring(0, CHARS) + "…";
    }

    /// It took effect, and what comes after can't be called with what it gave: the saga has to go back over it.
    static Outcome tooLarge(Limit resultBytes) {
        return new Outcome.Unknown("its result is larger than " + resultBytes.max()
                + " bytes; make it smaller, or raise " + resultBytes.name());
    }
}
