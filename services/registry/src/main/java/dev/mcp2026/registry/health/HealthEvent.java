package dev.mcp2026.registry.health;

import dev.mcp2026.registry.catalogue.CheckSpec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can happen to an instance's health record.
sealed interface HealthEvent {
    /// Registered, or registered again.
    ///
    /// @param unchanged names of the checks that probe the same thing as before: what they saw is kept
    /// @param leaseNanos null: declared, sends no heartbeats
    record Tracked(
            List<CheckSpec> checks,
            Set<String> unchanged,
            @Nullable Long leaseNanos) implements HealthEvent {}

    record Probed(String check, ProbeResult result) implements HealthEvent {}

    /// The idle connection that was held to the check's endpoint was closed by the other side.
    record SentinelClosed(String check, String detail) implements HealthEvent {}

    record Heartbeat(long sequence) implements HealthEvent {}

    /// @param ageNanos since the observer saw it
    record Reported(Observation observation, long ageNanos) implements HealthEvent {}

    /// An observer left; what it said is forgotten.
    record ObserverGone(String observer) implements HealthEvent {}

    /// The lease ran out and is held, because many did at once.
    record LeaseHeld(Cause cause, String reason) implements HealthEvent {}

    /// The lease was renewed after all.
    record LeaseReleased() implements HealthEvent {}

    /// Time passed, or the local health score changed.
    record Tick() implements HealthEvent {}
}
