package dev.mcp2026.wire;

import com.google.protobuf.Timestamp;
import dev.mcp2026.kernel.error.Faults;
import java.time.Duration;
import java.time.Instant;

/// Protobuf's well-known time types and Java's.
public final class Times {
    private Times() {}

    public static Duration duration(String field, com.google.protobuf.Duration message) {
        try {
            return Duration.ofSeconds(message.getSeconds(), message.getNanos());
        } catch (ArithmeticException e) {
            throw Faults.invalid(field, "the duration does not fit", "use a smaller one");
        }
    }

    public static com.google.protobuf.Duration encode(Duration duration) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    public static Instant instant(Timestamp message) {
        try {
            return Instant.ofEpochSecond(message.getSeconds(), message.getNanos());
        } catch (ArithmeticException | java.time.DateTimeException e) {
            throw Faults.invalid("timestamp", "the time does not fit", "use a time between the years 1 and 9999");
        }
    }

    public static Timestamp encode(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
