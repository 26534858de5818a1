package dev.mcp2026.mesh.route;

import dev.mcp2026.mesh.path.PathState;
import dev.mcp2026.mesh.path.Way;
import dev.mcp2026.mesh.route.RouteChange.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Chooses the way to a peer. Pure: the same arguments give the same decision.
///
/// A way that can't be used any more is left at once for the best one there is. Otherwise the choice changes only
/// if another way is clearly better, or is the one the peer's role asks for, for a whole dwell time. A way that died
/// while it was taken has to be up for the hold-down time before it is taken again.
public final class RouteDecider {
    private final RouteRules rules;

    public RouteDecider(RouteRules rules) {
        this.rules = rules;
    }

    /// @param before of the last decision about this peer, or [RouteState#START]
    /// @param nanos monotonic time, for what lasts
    /// @param now wall time, for people
    public RouteDecision decide(RouteState before, KnownPaths paths, long nanos, Instant now) {
        List<Candidate> found = Candidates.of(rules, paths, nanos, now);
        RouteState state = Observation.observe(rules, before, found, nanos);
        List<Candidate> all = Observation.withHoldDown(rules, state, found, nanos);
        List<Candidate> usable = Observation.usable(state, all);
        Decision decision = new Decision(state, all, Preference.among(usable, state.role(), state.lossy()), nanos, now);
        Optional<Candidate> current = state.chosen().flatMap(chosen -> find(usable, chosen));
        return current.map(decision::stayOrImprove).orElseGet(decision::leave);
    }

    private static Optional<Candidate> find(List<Candidate> candidates, Way way) {
        return candidates.stream()
                .filter(candidate -> candidate.way().equals(way))
                .findFirst();
    }

    /// One decision under way; `pool` is what may be taken, the cheapest first.
    private final class Decision {
        private final RouteState state;
        private final List<Candidate> all;
        private final List<Candidate> pool;
        private final long nanos;
        private final Instant now;

        Decision(RouteState state, List<Candidate> all, List<Candidate> pool, long nanos, Instant now) {
            this.state = state;
            this.all = all;
            this.pool = pool;
            this.nanos = nanos;
            this.now = now;
        }

        RouteDecision stayOrImprove(Candidate current) {
            boolean preferred = pool.contains(current);
            Map<Way, Long> better = new HashMap<>();
            for (Candidate other : pool) {
                if (other.isUp() && (!preferred || rules.isBetter(other.cost(), current.cost()))) {
                    better.put(other.way(), state.betterSince().getOrDefault(other.way(), nanos));
                }
            }
            long dwell = rules.dwell().toNanos();
            Optional<Candidate> ripe = pool.stream()
                    .filter(other ->
                            better.containsKey(other.way()) && nanos - better.getOrDefault(other.way(), nanos) >= dwell)
                    .findFirst();
            if (ripe.isEmpty()) {
                return new RouteDecision(
                        state.kept(better), state.chosen(), staying(current, better), all, Optional.empty());
            }
            String why = ripe.get().words() + ", for " + Words.seconds(rules.dwell()) + " better than "
                    + current.words() + "; " + preference(ripe.get());
            return change(ripe, preferred ? Cause.BETTER : Cause.PREFERRED, why);
        }

        /// There is no current way, or it can't be used any more.
        RouteDecision leave() {
            Optional<Candidate> best = pool.stream().findFirst();
            String next = best.map(way -> way.words() + "; " + preference(way)).orElseGet(this::nothing);
            if (state.chosen().isEmpty()) {
                return best.isEmpty()
                        ? new RouteDecision(state, Optional.empty(), next, all, Optional.empty())
                        : change(best, Cause.FIRST, next);
            }
            Way left = state.chosen().get();
            Optional<Candidate> leaving = find(all, left);
            Cause cause = leaving.filter(way -> way.is(PathState.DOWN)).isPresent() ? Cause.DEAD : Cause.UNMEASURED;
            String why = leaving.map(Candidate::words).orElse(left + " is not offered any more");
            return change(best, cause, why + "; " + next);
        }

        private RouteDecision change(Optional<Candidate> to, Cause cause, String why) {
            Optional<Way> way = to.map(Candidate::way);
            Map<Way, Long> held = new HashMap<>(state.heldDown());
            if (cause == Cause.DEAD) {
                state.chosen().ifPresent(dead -> held.put(dead, nanos));
            }
            way.ifPresent(held::remove);
            RouteChange change = new RouteChange(now, state.chosen(), way, cause, why);
            RouteState next = state.changed(change, held, rules.history().max());
            return new RouteDecision(next, way, why, all, Optional.of(change));
        }

        private String staying(Candidate current, Map<Way, Long> better) {
            StringBuilder words =
                    new StringBuilder(current.words()).append("; ").append(preference(current));
            pool.stream()
                    .filter(other -> better.containsKey(other.way()))
                    .findFirst()
                    .ifPresentOrElse(
                            other -> words.append("; ")
                                    .append(other.words())
                                    .append(" and is better for ")
                                    .append(Words.seconds(
                                            Duration.ofNanos(nanos - better.getOrDefault(other.way(), nanos))))
                                    .append(" of ")
                                    .append(Words.seconds(rules.dwell())),
                            () -> all.stream()
                                    .filter(other -> other.isUp() && !other.equals(current))
                                    .findFirst()
                                    .ifPresent(
                                            other -> words.append("; next is ").append(other.words())));
            return words.toString();
        }

        private String preference(Candidate way) {
            return Preference.words(state.role(), state.lossy(), !way.way().isRelayed());
        }

        private String nothing() {
            return all.isEmpty()
                    ? "no way is left: none is measured"
                    : "no way is left: " + all.stream().map(Candidate::words).collect(Collectors.joining("; "));
        }
    }
}
