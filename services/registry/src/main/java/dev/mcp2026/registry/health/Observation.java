package dev.mcp2026.registry.health;

import dev.mcp2026.kernel.error.Faults;

/// What another observer (a node agent, a peer) says it saw of an instance.
///
/// @param observer its name; whoever accepts the report has authorised it
public record Observation(String observer, Outcome outcome, String detail) {
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
}
