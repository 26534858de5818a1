package dev.mcp2026.registry.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record's evidence sorted by who speaks: own checks, the instance's heartbeats, and other
/// observers' fresh reports.
///
/// @param own the worst of the own checks that were tried; null if there is none
/// @param heard how the heartbeats stand; null if none are expected
/// @param well other observers who lately saw it well
/// @param ill other observers who lately saw it fail, the surest first
record Witnesses(@Nullable Track own, @Nullable Heard heard, List<Track> well, List<Track> ill) {
    enum Heard {
        FRESH,
        LATE,
        LOST
    }

    private static final Comparator<Track> SUREST = Comparator.comparingInt(Track::conclusive)
            .thenComparingInt(Track::fails)
            .reversed();

    static Witnesses of(HealthRecord health, Moment now, HealthRules rules) {
        List<Track> well = List.of();
        List<Track> ill = List.of();
        if (!health.reports().isEmpty()) {
            well = new ArrayList<>();
            ill = new ArrayList<>();
            for (Track report : health.reports()) {
                if (report.fresh(now.nanos(), rules)) {
                    (report.ok() ? well : ill).add(report);
                }
            }
            ill.sort(SUREST);
        }
        return new Witnesses(worst(health), heard(health.heartbeats(), now, rules.phi()), well, ill);
    }

    private static @Nullable Track worst(HealthRecord health) {
        Track worst = null;
        boolean untried = false;
        for (Track check : health.checks()) {
            if (!check.tried()) {
                untried = true;
            } else if (worst == null || rank(check) > rank(worst)) {
                worst = check;
            }
        }
        // Until each was tried once, success of some is not yet success.
        boolean waiting = untried && worst != null && worst.ok() && health.state() == HealthState.UNKNOWN;
        return waiting ? null : worst;
    }

    // Refusals before silence before success; among successes the newest run is the weakest.
    private static long rank(Track track) {
        return track.failing() ? (1L << 40) + ((long) track.conclusive() << 32) + track.fails() : -track.oks();
    }

    private static @Nullable Heard heard(@Nullable HeartbeatWindow window, Moment now, PhiRules rules) {
        if (window == null) {
            return null;
        }
        if (now.nanos() < window.reaches(rules.suspect(), now.localScore(), rules)) {
            return Heard.FRESH;
        }
        return now.nanos() < window.reaches(rules.down(), now.localScore(), rules) ? Heard.LATE : Heard.LOST;
    }

    boolean silentHeartbeats() {
        return heard == Heard.LATE || heard == Heard.LOST;
    }

    /// Someone other than our own checks sees it alive.
    boolean contradicted() {
        return heard == Heard.FRESH || !well.isEmpty();
    }

    /// Someone other than our own checks misses it too.
    boolean agreed() {
        return silentHeartbeats() || !ill.isEmpty();
    }

    String names(List<Track> tracks) {
        return String.join(", ", tracks.stream().map(Track::observer).toList());
    }
}
