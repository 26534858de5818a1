package dev.mcp2026.kernel.clock;

import dev.mcp2026.kernel.error.Faults;
import java.time.Instant;

/// A hybrid logical time stamp in 64 bits: 48 bits of milliseconds since the Unix epoch, then 16 bits of logical
/// counter (section 6.2 of the paper packs it so, which keeps order under a plain unsigned comparison).
///
/// @param packed the encoding; 0 is "before everything"
public record HlcTimestamp(long packed) implements Comparable<HlcTimestamp> {
    public static final HlcTimestamp ZERO = new HlcTimestamp(0);
    static final int LOGICAL_BITS = 16;
    static final int LOGICAL_MAX = (1 << LOGICAL_BITS) - 1;
    static final long PHYSICAL_MAX_MS = (1L << 48) - 1;

    public static HlcTimestamp of(long physicalMs, int logical) {
        if (physicalMs < 0 || physicalMs > PHYSICAL_MAX_MS || logical < 0 || logical > LOGICAL_MAX) {
            throw Faults.invalid(
                    "hlc",
                    physicalMs + " ms + " + logical + " does not fit 48 + 16 bits",
                    "use milliseconds since 1970 and a counter up to 65535");
        }
        return new HlcTimestamp(physicalMs << LOGICAL_BITS | logical);
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
