package dev.mcp2026.benchmarks.falsepositives;

import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.process.ManagedProcess;
import dev.mcp2026.testkit.wan.LinkShape;
import dev.mcp2026.testkit.wan.WanRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// All scenarios once, on fresh processes, a few targets each. Disturbances start one after another, so that never
/// most of the targets are dark at once: that would be another scenario.
final class Round implements AutoCloseable {
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final Duration OBSERVE = Duration.ofSeconds(9);
    private static final Duration STAGGER = Duration.ofMillis(350);
    private static final Duration RTT = Duration.ofMillis(20);
    private static final int STARVED_SECONDS = 9;

    private final int trials;
    private final Path folder;
    private final Map<Scenario, Targets> targets = new EnumMap<>(Scenario.class);
    private final Map<Scenario, List<WanRelay>> relays = new EnumMap<>(Scenario.class);
    private final Map<Scenario, List<Watched>> watched = new EnumMap<>(Scenario.class);
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<Thread> disturbances = new ArrayList<>();

    Round(int trials) {
        this.trials = trials;
        try {
            this.folder = Files.createTempDirectory("mcp2026-false-positives");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Results run() throws InterruptedException {
        try (Observers observers = new Observers()) {
            for (Scenario scenario : Scenario.values()) {
                open(scenario, observers);
            }
            StarvedObserver starved = new StarvedObserver(folder, targets(Scenario.SLOW_OBSERVER), trials);
            opened.add(starved);
            starved.start(STARVED_SECONDS);
            Await.until("all targets are up at the start", Duration.ofSeconds(60), observers::allUp);
            Thread.sleep(SETTLE);
            Thread starving = Thread.ofVirtual().start(() -> starved.starve(Duration.ofSeconds(STARVED_SECONDS)));
            for (Scenario scenario : Scenario.values()) {
                Thread.sleep(STAGGER);
                disturb(scenario);
            }
            for (Thread disturbance : disturbances) {
                disturbance.join();
            }
            Thread.sleep(OBSERVE);
            starving.join();
            return new Results(watched, starved.result());
        }
    }

    private Targets targets(Scenario scenario) {
        Targets found = targets.get(scenario);
        if (found == null) {
            throw new IllegalStateException("not opened: " + scenario);
        }
        return found;
    }

    private void open(Scenario scenario, Observers observers) {
        Targets servers = new Targets(scenario.name().toLowerCase(java.util.Locale.ROOT), folder, trials);
        opened.add(servers);
        targets.put(scenario, servers);
        if (scenario == Scenario.SLOW_OBSERVER) {
            return; // watched by the starved one
        }
        List<Watched> list = new ArrayList<>();
        List<WanRelay> links = new ArrayList<>();
        watched.put(scenario, list);
        relays.put(scenario, links);
        for (int i = 0; i < trials; i++) {
            Watched target = new Watched(
                    scenario.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "-" + i);
            list.add(target);
            if (scenario.throughRelay()) {
                WanRelay link = WanRelay.to(servers.address(i))
                        .shape(LinkShape.ofRoundTrip(RTT, Duration.ofMillis(4)))
                        .seed(i + 1L)
                        .start();
                links.add(link);
                opened.add(link);
                observers.watch(link.address(), target);
            } else {
                observers.watch(servers.address(i), target);
            }
        }
    }

    private void disturb(Scenario scenario) {
        ManagedProcess process = targets(scenario).process();
        switch (scenario) {
            case STEADY, SLOW_OBSERVER -> mark(scenario);
            case PAUSE_SHORT -> pause(scenario, process, Duration.ofMillis(500));
            case PAUSE_LONG -> pause(scenario, process, Duration.ofMillis(1500));
            case BACKLOG_FULL ->
                each(scenario, i -> targets(scenario).fillBacklog(i, Duration.ofMillis(800)), Duration.ZERO, _ -> {});
            case BURST_LOSS -> {
                LinkShape well = LinkShape.ofRoundTrip(RTT, Duration.ofMillis(4));
                each(
                        scenario,
                        i -> link(scenario, i).shape(well.withLoss(0.4)),
                        Duration.ofSeconds(2),
                        i -> link(scenario, i).shape(well));
            }
            case ONE_RESET -> each(scenario, i -> link(scenario, i).reset(), Duration.ZERO, _ -> {});
            case BLACKOUT ->
                each(
                        scenario,
                        i -> link(scenario, i).cut(),
                        Duration.ofMillis(300),
                        i -> link(scenario, i).heal());
            case BLACKHOLE -> each(scenario, i -> link(scenario, i).blackhole(), Duration.ZERO, _ -> {});
            case CRASH -> {
                mark(scenario);
                process.kill();
            }
            case HANG -> {
                mark(scenario);
                process.pause();
            }
        }
    }

    private void pause(Scenario scenario, ManagedProcess process, Duration time) {
        mark(scenario);
        disturbances.add(Thread.ofVirtual().start(() -> {
            process.pause();
            sleep(time);
            process.resume();
        }));
    }

    private interface Act {
        void on(int index);
    }

    /// Each target at its own moment within a second, so that probes are met in all phases.
    private void each(Scenario scenario, Act begin, Duration time, Act end) {
        for (int i = 0; i < trials; i++) {
            int index = i;
            disturbances.add(Thread.ofVirtual().start(() -> {
                sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1000)));
                trial(scenario, index).disturbed();
                begin.on(index);
                sleep(time);
                end.on(index);
            }));
        }
    }

    private void mark(Scenario scenario) {
        watched.getOrDefault(scenario, List.of()).forEach(Watched::disturbed);
    }

    private Watched trial(Scenario scenario, int index) {
        return watched.getOrDefault(scenario, List.of()).get(index);
    }

    private WanRelay link(Scenario scenario, int index) {
        return relays.getOrDefault(scenario, List.of()).get(index);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /// @param starved what the starved observer said: false DOWNs of ours, suspicions, of the poll, of three in a row
    record Results(Map<Scenario, List<Watched>> watched, int[] starved) {}
}
