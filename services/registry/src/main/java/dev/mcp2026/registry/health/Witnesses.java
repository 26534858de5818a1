package dev.mcp2026.registry.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A record's evidence sorted by who speaks: own checks, the instance's heartbeats, and other
/// observers' fresh reports.
///
/// @param own the worst of the own checks that were tried; null if there is none
/// @param unmade the first of the own checks that can't be made from here; null if there is none
/// @param waiting an own check has yet to speak
/// @param heard how the heartbeats stand; null if none are expected
/// @param well other observers who lately saw it well
/// @param ill other observers who lately saw it fail, the surest first
record Witnesses(
        @Nullable Track own,
        @Nullable Track unmade,
        boolean waiting,
        @Nullable Heard heard,
        List<Track> well,
        List<Track> ill) {
    enum Heard {
        FRESH,
        LATE,
        LOST
    }

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
            ill.sort(Comparator.comparingInt((Track t) -> t.refusals(rules))
                    .thenComparingInt(t -> t.failures(rules))
                    .reversed());
        }
        return of(health, heard(health.heartbeats(), now, rules.phi()), well, ill, rules);
    }

    private static Witnesses of(
            HealthRecord health, @Nullable Heard heard, List<Track> well, List<Track> ill, HealthRules rules) {
        Track worst = null;
        Track unmade = null;
        boolean untried = false;
        for (Track check : health.checks()) {
            if (check.unmade()) {
                unmade = unmade == null ? check : unmade;
            } else if (!check.tried()) {
                untried = true;
            } else if (worst == null || rank(check, rules) > rank(worst, rules)) {
                worst = check;
            }
        }
        // Until each was tried once, success of some is not yet success.
        boolean early = untried && worst != null && worst.ok() && health.state() == HealthState.UNKNOWN;
        return new Witnesses(early ? null : worst, unmade, untried, heard, well, ill);
    }

    // Refusals before silence before success; among successes the newest run is the weakest.
    private static long rank(Track track, HealthRules rules) {
        return track.failing()
                ? (1L << 40) + ((long) track.refusals(rules) << 32) + track.failures(rules)
                : -track.oks();
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

    /// Distinct observers who miss it: others, our own checks as one, the heartbeats that should come here as one.
    /// What we miss does not count while we are unwell ourselves.
    int observersMissing(boolean unwell) {
        int ours = (own != null && own.failing() ? 1 : 0) + (silentHeartbeats() ? 1 : 0);
        return ill.size() + (unwell ? 0 : ours);
    }

    String names(List<Track> tracks) {
        return String.join(", ", tracks.stream().map(Track::observer).toList());
    }
}
