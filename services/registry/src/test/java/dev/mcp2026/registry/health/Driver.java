package dev.mcp2026.registry.health;

import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.catalogue.CheckSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Drives one record through the decider with a clock that only moves when told.
final class Driver {
    static final HealthRules RULES = HealthRules.defaults();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final HealthDecider decider;
    HealthRecord health = HealthRecord.fresh("cell-1", START);

    @Nullable
    Decision last;

    final List<Verdict> announced = new ArrayList<>();
    long nanos = 1_000_000_000_000L;
    int localScore;

    Driver() {
        this(RULES);
    }

    Driver(HealthRules rules) {
        decider = new HealthDecider(rules);
    }

    static CheckSpec http() {
        return check("http");
    }

    static CheckSpec check(String name) {
        return new CheckSpec(
                name, "main", Duration.ofSeconds(1), Duration.ofSeconds(1), new CheckKind.Http("/", 200, 399));
    }

    static Driver checked() {
        Driver driver = new Driver();
        driver.apply(new HealthEvent.Tracked(List.of(http()), Set.of(), null));
        return driver;
    }

    static Driver leased(Duration lease, CheckSpec... checks) {
        Driver driver = new Driver();
        driver.apply(new HealthEvent.Tracked(List.of(checks), Set.of(), lease.toNanos()));
        return driver;
    }

    Driver wait(Duration time) {
        nanos += time.toNanos();
        return this;
    }

    Driver waitMillis(long millis) {
        return wait(Duration.ofMillis(millis));
    }

    Moment now() {
        return new Moment(nanos, START.plusNanos(nanos - 1_000_000_000_000L), localScore);
    }

    Driver apply(HealthEvent event) {
        Decision decision = decider.decide(health, event, now());
        last = decision;
        health = decision.next();
        if (decision.announce()) {
            announced.add(health.verdict());
        }
        return this;
    }

    Driver tick() {
        return apply(new HealthEvent.Tick());
    }

    Driver heartbeat(long sequence) {
        return apply(new HealthEvent.Heartbeat(sequence));
    }

    Driver report(String observer, Outcome outcome) {
        return reportSeen(observer, outcome, Duration.ZERO);
    }

    /// Comes now, a millisecond after whatever came before, and was seen `ago`.
    Driver reportSeen(String observer, Outcome outcome, Duration ago) {
        waitMillis(1);
        Observation seen = new Observation(
                observer, outcome, "seen by " + observer, now().wall().minus(ago));
        return apply(new HealthEvent.Reported(seen, ago.toNanos()));
    }

    /// A probe that ends now, having taken as long as its outcome usually does.
    Driver probe(Outcome outcome) {
        return probe("http", outcome, outcome != Outcome.TIMEOUT && outcome != Outcome.UNREACHABLE);
    }

    Driver probe(String check, Outcome outcome, boolean reached) {
        long took = outcome == Outcome.TIMEOUT ? 1_000_000_000L : 500_000L;
        nanos += took;
        return apply(new HealthEvent.Probed(
                check, new ProbeResult(outcome, reached, "detail of " + outcome, nanos - took, took)));
    }

    /// The rule that made the verdict, its reason, and what it rests on.
    String why() {
        return String.join("\n", new Reasoning(health, now(), RULES).lines());
    }

    Driver up() {
        return probe(Outcome.OK);
    }

    HealthState state() {
        return health.state();
    }

    Cause cause() {
        return health.verdict().cause();
    }
}
