package dev.mcp2026.mcpctl.output;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as a person reads them in a table.
public final class Times {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ssXXX", Locale.ROOT);

    private Times() {}

    public static Instant instant(Timestamp stamp) {
        return Instant.ofEpochSecond(stamp.getSeconds(), stamp.getNanos());
    }

    /// `now`, `12s`, `3m10s`, `2h5m`, `4d3h`. A time in the future counts as now: clocks differ.
    public static String age(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        if (age.toSeconds() < 1) {
            return "now";
        }
        if (age.toMinutes() < 1) {
            return age.toSeconds() + "s";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + "m" + age.toSecondsPart() + "s";
        }
        if (age.toDays() < 1) {
            return age.toHours() + "h" + age.toMinutesPart() + "m";
        }
        return age.toDays() + "d" + age.toHoursPart() + "h";
    }

    /// `just now`, `12s ago`
    public static String ago(Instant then, Instant now) {
        String age = age(then, now);
        return age.equals("now") ? "just now" : age + " ago";
    }

    /// What is still to come: `in 12m3s`; `now` for what is due.
    public static String in(Instant then, Instant now) {
        String left = age(now, then);
        return left.equals("now") ? left : "in " + left;
    }

    /// A reader's own time, with its offset, since an output may travel: `2026-05-28 22:26:40+02:00`.
    public static String local(Instant instant, ZoneId zone) {
        return LOCAL.withZone(zone).format(instant);
    }

    /// Milliseconds with as many digits as matter: `0.21ms`, `81ms`, `-3.4ms`.
    public static String millis(com.google.protobuf.Duration duration) {
        return millis(duration.getSeconds() * 1e3 + duration.getNanos() / 1e6);
    }

    public static String millis(double ms) {
        String format = Math.abs(ms) >= 100 ? "%.0fms" : Math.abs(ms) >= 1 ? "%.1fms" : "%.2fms";
        return String.format(Locale.ROOT, format, ms);
    }
}
