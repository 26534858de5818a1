package dev.mcp2026.registry.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a verdict rests on right now, a line for each source, for a person to read.
record Reasoning(HealthRecord health, Moment now, HealthRules rules) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("rule " + health.rule() + ": " + health.verdict().reason());
        health.checks().forEach(t -> lines.add(check(t)));
        health.reports().forEach(t -> lines.add(report(t)));
        if (!health.reports().isEmpty()) {
            lines.add(observers());
        }
        HeartbeatWindow window = health.heartbeats();
        if (window != null) {
            lines.add(heartbeats(window));
        }
        Evidence closed = health.sentinel();
        if (closed != null) {
            lines.add("idle connection of check '" + closed.check() + "' " + closed.detail() + " at " + closed.at());
        }
        if (health.flap().value() > 0) {
            lines.add(flap());
        }
        lines.add(String.format(
                Locale.ROOT,
                "this observer: local health score %d of %d, local-health multiplier: timeouts ×%d%s",
                now.localScore(),
                LocalHealthRules.SCORE_MAX,
                1 + now.localScore(),
                now.localScore() >= rules.localScoreBad() ? "; its own silence proves nothing" : ""));
        return lines;
    }

    private String check(Track track) {
        if (track.unmade()) {
            return "check '" + track.check() + "' is not made from here: " + track.detail();
        }
        if (!track.tried()) {
            return "check '" + track.check() + "': not tried yet";
        }
        if (track.ok()) {
            return String.format(
                    Locale.ROOT,
                    "check '%s': %d successes in a row, the last %s ago%s: %s",
                    track.check(),
                    track.oks(),
                    ago(track.atNanos()),
                    lately(track),
                    track.detail());
        }
        return String.format(
                Locale.ROOT,
                "check '%s': %d failures in a row over %.1f s, %d of them said by the target%s; last %s: %s; last"
                        + " success %s; K of N: DOWN at %d of %d said, or %d of %d silent over %.1f s, %d with a second"
                        + " observer",
                track.check(),
                track.fails(),
                (track.atNanos() - track.sinceNanos()) / 1e9,
                track.conclusive(),
                lately(track),
                track.outcome(),
                track.detail(),
                track.everOk() ? ago(track.okNanos()) + " ago" : "never",
                rules.conclusiveK(),
                rules.conclusiveN(),
                rules.inconclusiveK(),
                rules.inconclusiveN(),
                rules.inconclusiveSpan().toMillis() / 1e3,
                rules.sharedK());
    }

    /// What the run alone does not tell.
    private String lately(Track track) {
        int fails = track.failures(rules);
        return fails == track.fails() ? "" : ", " + fails + " of the last " + rules.inconclusiveN() + " failed";
    }

    private String observers() {
        Witnesses seen = Witnesses.of(health, now, rules);
        return String.format(
                Locale.ROOT,
                "two-observer rule: %d miss it now, own checks and silent heartbeats as one each; a refusal that others"
                        + " report takes %d, or that nothing contradicts it: %s",
                seen.observersMissing(now.localScore() >= rules.localScoreBad()),
                HealthRules.OBSERVERS_MIN,
                seen.contradicted() ? "contradicted" : "not contradicted");
    }

    private String report(Track track) {
        return String.format(
                Locale.ROOT,
                "observer %s: %s, %d in a row, the last %s ago%s: %s",
                track.observer(),
                track.outcome(),
                Math.max(track.fails(), track.oks()),
                ago(track.atNanos()),
                track.fresh(now.nanos(), rules) ? "" : " (too old to count)",
                track.detail());
    }

    private String heartbeats(HeartbeatWindow window) {
        PhiRules phi = rules.phi();
        return String.format(
                Locale.ROOT,
                "heartbeats: phi %.1f (suspect at %.0f, down at %.0f); last %s ago, number %d; interval %.2f s ± %.2f s over"
                        + " %d samples; %.1f %% lost lately",
                window.phi(now, phi),
                phi.suspect(),
                phi.down(),
                ago(window.lastNanos()),
                window.sequence(),
                window.mean() / 1e9,
                window.deviation(phi) / 1e9,
                window.samples(),
                window.loss() * 100);
    }

    private String flap() {
        FlapRules flap = rules.flap();
        return String.format(
                Locale.ROOT,
                "flap damping: flap penalty %.0f (held above %.0f until under %.0f)%s",
                health.flap().at(now.nanos(), flap),
                flap.suppress(),
                flap.reuse(),
                health.flap().suppressedAt(now.nanos(), flap) ? ": held" : "");
    }

    private String ago(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", (now.nanos() - nanos) / 1e9);
    }
}
