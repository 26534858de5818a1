package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.error.Faults;
import java.time.Duration;

/// One active check of an instance, run by the owner cell.
///
/// @param name unique inside the instance
/// @param endpoint name of the endpoint that is probed
/// @param interval from one probe's start to the next one's, before jitter; 100 ms to 1 h
/// @param timeout 10 ms to the interval or 30 s, whichever is more
public record CheckSpec(String name, String endpoint, Duration interval, Duration timeout, CheckKind kind) {
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration INTERVAL_MIN = Duration.ofMillis(100);
    private static final Duration INTERVAL_MAX = Duration.ofHours(1);
    private static final Duration TIMEOUT_MIN = Duration.ofMillis(10);
    private static final Duration TIMEOUT_MAX = Duration.ofSeconds(30);

    public CheckSpec {
        if (name.isEmpty() || name.length() > 63) {
            throw Faults.invalid("name", "a check's name has " + name.length() + " characters", "use 1 to 63");
        }
        require("interval", interval, INTERVAL_MIN, INTERVAL_MAX);
        require("timeout", timeout, TIMEOUT_MIN, TIMEOUT_MAX);
    }

    private static void require(String field, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw Faults.invalid(
                    field, value + " is out of range", "use " + min.toMillis() + " to " + max.toMillis() + " ms");
        }
    }
}
