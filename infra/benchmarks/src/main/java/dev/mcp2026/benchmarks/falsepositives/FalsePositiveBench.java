package dev.mcp2026.benchmarks.falsepositives;

import dev.mcp2026.benchmarks.falsepositives.FalsePositiveReport.Delay;
import dev.mcp2026.benchmarks.falsepositives.FalsePositiveReport.Found;
import dev.mcp2026.benchmarks.falsepositives.FalsePositiveReport.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// False positives and detection delay: the health monitor with its default rules against a plain poll, in the same run
/// and on the same servers. A round takes about 25 s on an idle machine with two cores.
public final class FalsePositiveBench {
    private FalsePositiveBench() {}

    /// @param rounds each on fresh processes
    /// @param targets for each scenario and round; each is one trial
    public record Settings(int rounds, int targets) {
        public static Settings quick() {
            return new Settings(3, 10);
        }

        public Settings {
            if (rounds < 1 || rounds > 100 || targets < 1 || targets > 50) {
                throw new IllegalArgumentException(
                        "1 to 100 rounds of 1 to 50 targets, not " + rounds + " of " + targets);
            }
        }
    }

    /// @param progress gets a line for each round
    public static FalsePositiveReport run(Settings settings, Consumer<String> progress) throws Exception {
        List<Round.Results> results = new ArrayList<>();
        for (int i = 1; i <= settings.rounds(); i++) {
            progress.accept("false positives: round " + i + " of " + settings.rounds() + ", "
                    + Scenario.values().length * settings.targets() + " targets");
            try (Round round = new Round(settings.targets())) {
                results.add(round.run());
            }
        }
        List<Row> healthy = new ArrayList<>();
        List<Delay> faulty = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            List<Watched> trials = results.stream()
                    .flatMap(r -> r.watched().getOrDefault(scenario, List.of()).stream())
                    .toList();
            if (scenario == Scenario.SLOW_OBSERVER) {
                healthy.add(starved(results, settings));
            } else if (scenario.healthy()) {
                healthy.add(row(scenario, trials));
            } else {
                faulty.add(delay(scenario, trials));
            }
        }
        return new FalsePositiveReport(healthy, faulty);
    }

    private static Row row(Scenario scenario, List<Watched> trials) {
        return new Row(
                scenario,
                trials.size(),
                count(trials, Watched::ours),
                count(trials, Watched::suspected),
                count(trials, Watched::poll),
                count(trials, Watched::pollOfThree));
    }

    private static Row starved(List<Round.Results> results, Settings settings) {
        int[] sum = new int[4];
        for (Round.Results round : results) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += round.starved()[i];
            }
        }
        return new Row(Scenario.SLOW_OBSERVER, settings.rounds() * settings.targets(), sum[0], sum[1], sum[2], sum[3]);
    }

    private static Delay delay(Scenario scenario, List<Watched> trials) {
        return new Delay(
                scenario,
                trials.size(),
                Found.of(delays(trials, Watched::ours)),
                Found.of(delays(trials, Watched::poll)),
                Found.of(delays(trials, Watched::pollOfThree)));
    }

    private static int count(List<Watched> trials, Function<Watched, OptionalLong> judge) {
        return (int) trials.stream().map(judge).filter(OptionalLong::isPresent).count();
    }

    private static List<Long> delays(List<Watched> trials, Function<Watched, OptionalLong> judge) {
        return trials.stream()
                .map(judge)
                .flatMap(d -> d.isPresent() ? Stream.of(d.getAsLong()) : Stream.empty())
                .toList();
    }

    /// Arguments: rounds, targets.
    public static void main(String[] args) throws Exception {
        Settings settings = args.length == 2
                ? new Settings(Integer.parseInt(args[0]), Integer.parseInt(args[1]))
                : Settings.quick();
        System.out.println(run(settings, System.err::println).table());
    }
}
