package dev.mcp2026.kernel.clock;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A hybrid logical time stamp in 64 bits: 48 bits of milliseconds since the Unix epoch, then 16 bits of logical
/// counter (section 6.2 of the paper packs it so, which keeps order under a plain unsigned comparison).
///
/// @param packed the encoding; 0 is "before everything"
public record HlcTimestamp(long packed) implements Comparable<HlcTimestamp> {
    public static final HlcTimestamp ZERO = new HlcTimestamp(0);
    static final int LOGICAL_BITS = 16;
    static final int LOGICAL_MAX = (1 << LOGICAL_BITS) - 1;
    static final long PHYSICAL_MAX_MS = (1L << 48) - 1;
    private static final Pattern READABLE =
            Pattern.compile("(\\+?\\d{4,5}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{3})?Z)\\+(\\d{1,5})");

    public static HlcTimestamp of(long physicalMs, int logical) {
        if (physicalMs < 0 || physicalMs > PHYSICAL_MAX_MS || logical < 0 || logical > LOGICAL_MAX) {
            throw Faults.invalid(
                    "hlc",
                    physicalMs + " ms + " + logical + " does not fit 48 + 16 bits",
                    "use milliseconds since 1970 and a counter up to 65535");
        }
        return new HlcTimestamp(physicalMs << LOGICAL_BITS | logical);
    }

    /// Reads what [#toString()] writes: `2026-11-23T14:00:00.123Z+7`.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT if `text` is anything else, also
    ///     an instant with a fraction finer than a millisecond
    public static HlcTimestamp parse(String text) {
        Matcher parts = READABLE.matcher(text);
        if (!parts.matches()) {
            throw unreadable(text);
        }
        try {
            return of(Instant.parse(parts.group(1)).toEpochMilli(), Integer.parseInt(parts.group(2)));
        } catch (DateTimeException | ArithmeticException notADate) {
            throw unreadable(text);
        }
    }

    private static FaultException unreadable(String text) {
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return Faults.invalid("hlc", "'" + shown + "' is not a stamp", "write it as 2026-11-23T14:00:00.123Z+7");
    }

    /// Milliseconds since the Unix epoch.
    public long physicalMs() {
        return packed >>> LOGICAL_BITS;
    }

    public int logical() {
        return (int) (packed & LOGICAL_MAX);
    }

    public Instant instant() {
        return Instant.ofEpochMilli(physicalMs());
    }

    public boolean isAfter(HlcTimestamp other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(HlcTimestamp other) {
        return Long.compareUnsigned(packed, other.packed);
    }

    /// The readable encoding: `2026-11-23T14:00:00.123Z+7`.
    @Override
    public String toString() {
        return instant() + "+" + logical();
    }
}
