package dev.mcp2026.mesh.route;

import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.PathState;
import dev.mcp2026.mesh.path.Way;
import java.util.Optional;
import java.util.OptionalDouble;

/// A way that was looked at.
///
/// @param measurement empty where nothing that counts is known
/// @param costMs lower is better; empty where the way can't be used
/// @param verdict in words, with the numbers
public record Candidate(Way way, Optional<PathMeasurement> measurement, OptionalDouble costMs, String verdict) {
    boolean isUp() {
        return costMs.isPresent();
    }

    boolean is(PathState state) {
        return measurement.isPresent() && measurement.get().state() == state;
    }

    double cost() {
        return costMs.orElse(Double.POSITIVE_INFINITY);
    }

    /// "direct http3 costs 41.3 ms (rtt …)", or why it can't be used.
    String words() {
        return way + (isUp() ? " " : ": ") + verdict;
    }
}
