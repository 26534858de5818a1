package dev.mcp2026.servicekit.http;

import dev.mcp2026.kernel.error.Faults;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: `250ms`, `1s`, `1.5s`, `5m`, `1h`.
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,3}))?(ms|s|m|h)");
    private static final int SHOWN_CHARS = 40;

    private Durations() {}

    public static Duration parse(String field, String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw Faults.invalid(
                    field,
                    "'" + (text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…")
                            + "' is not a duration",
                    "write 250ms, 1s, 1.5s, 5m or 1h");
        }
        long unitMicros = switch (matcher.group(3)) {
            case "ms" -> 1_000L;
            case "s" -> 1_000_000L;
            case "m" -> 60_000_000L;
            default -> 3_600_000_000L;
        };
        long micros = Long.parseLong(matcher.group(1)) * unitMicros;
        String fraction = matcher.group(2);
        if (fraction != null) {
            micros += Long.parseLong((fraction + "00").substring(0, 3)) * unitMicros / 1000;
        }
        // Not by nanoseconds: 300 years of them are more than a long holds.
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    public static String format(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
