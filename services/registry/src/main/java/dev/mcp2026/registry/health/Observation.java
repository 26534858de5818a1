package dev.mcp2026.registry.health;

import dev.mcp2026.kernel.error.Faults;
import java.time.Duration;
import java.time.Instant;

/// What another observer (a node agent, a peer) says it saw of an instance.
///
/// @param observer its name; whoever accepts the report has authorised it
/// @param at when it saw that, by its own clock, to the millisecond; two looks of one millisecond count once
public record Observation(String observer, Outcome outcome, String detail, Instant at) {
    private static final int OBSERVER_MAX_CHARS = 253;
    private static final int DETAIL_MAX_CHARS = 512;

    public Observation {
        if (observer.isEmpty() || observer.length() > OBSERVER_MAX_CHARS) {
            throw Faults.invalid(
                    "observer", "an observer's name has " + observer.length() + " characters", "use 1 to 253");
        }
        if (detail.length() > DETAIL_MAX_CHARS) {
            throw Faults.invalid("detail", detail.length() + " characters are too many", "use at most 512");
        }
    }

    /// How long ago it was seen; zero if the observer's clock is ahead.
    ///
    /// @param believed [HealthRules#reportFresh]
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT on `stamp` if that is too long ago to say
    ///     anything of now
    Duration age(Instant now, Duration believed) {
        Duration age = Duration.between(at, now);
        if (at.toEpochMilli() == 0) {
            throw Faults.invalid("stamp", "the observation has none", "stamp it with the time at which it was made");
        }
        if (age.compareTo(believed) >= 0) {
            throw Faults.invalid(
                    "stamp",
                    "the observation of " + at + " is " + age.toMillis() + " ms old; it must be younger than the "
                            + believed.toMillis() + " ms of mcp.health.report-fresh",
                    "report at once, and check time synchronisation on both sides");
        }
        return age.isNegative() ? Duration.ZERO : age;
    }
}
