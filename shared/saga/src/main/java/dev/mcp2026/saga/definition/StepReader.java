package dev.mcp2026.saga.definition;

import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.template.TextTemplate;
import dev.mcp2026.yaml.YamlFields;
import dev.mcp2026.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads steps in order and in parallel branches. A step comes after the one above it, the first of each branch after
/// what stands above the branches, and what stands below them after the last of each; `after:` says otherwise.
final class StepReader {
    private static final String NONE = "none";
    private static final Duration CALL_DEADLINE = Duration.ofSeconds(3);
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final RetryPolicy ACTION = new RetryPolicy(5, Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final RetryPolicy FORWARD =
            new RetryPolicy(RetryPolicy.UNTIL_DONE, Duration.ofMillis(100), Duration.ofSeconds(30));
    private static final RetryPolicy COMPENSATION = new RetryPolicy(20, Duration.ofMillis(100), Duration.ofSeconds(30));
    private static final int MAX_ATTEMPTS = 1_000;

    /// A step as it was read, and where.
    ///
    /// @param recovery empty where it is not said
    /// @param undone whether what undoes it is said, if only that nothing does
    record Read(StepDefinition step, YamlValue at, Optional<Recovery> recovery, boolean undone) {}

    private final String saga;
    private final List<Read> read = new ArrayList<>();

    private StepReader(String saga) {
        this.saga = saga;
    }

    static List<Read> read(String saga, YamlValue steps) {
        StepReader reader = new StepReader(saga);
        reader.sequence(steps, Set.of());
        if (reader.read.isEmpty()) {
            throw steps.refused("a saga needs at least one step", "add one: - step: NAME");
        }
        return reader.read;
    }

    /// @return the steps after which whatever follows comes
    private Set<StepName> sequence(YamlValue steps, Set<StepName> before) {
        Set<StepName> last = before;
        for (YamlValue item : steps.items()) {
            last = item.isMap() && item.entries().containsKey("parallel") ? parallel(item, last) : step(item, last);
        }
        return last;
    }

    private Set<StepName> parallel(YamlValue item, Set<StepName> before) {
        YamlValue branches = item.fields("parallel").required("parallel");
        Set<StepName> last = new HashSet<>();
        for (YamlValue branch : branches.items()) {
            if (!branch.isList()) {
                throw branch.refused("a branch is a list of steps", "write it as '- - step: NAME'");
            }
            if (branch.items().isEmpty()) {
                throw branch.refused("a branch without steps", "leave it out");
            }
            last.addAll(sequence(branch, before));
        }
        if (last.isEmpty()) {
            throw branches.refused("no branches", "add one: - - step: NAME");
        }
        return last;
    }

    private Set<StepName> step(YamlValue item, Set<StepName> before) {
        if (item.isMap() && !item.entries().containsKey("step")) {
            String kind = item.entries().keySet().stream().findFirst().orElse("nothing");
            throw item.refused(
                    "no step and no branches, but '" + kind + "'", "begin it with 'step: NAME' or 'parallel:'");
        }
        YamlFields fields = item.fields("step", "after", "resource", "action", "compensation", "recovery", "pivot");
        StepName name = fields.required("step").as(StepName::new);
        Optional<Recovery> recovery = fields.optional("recovery").map(StepReader::recovery);
        boolean pivot = fields.or("pivot", false, StepReader::truth);
        Set<StepName> after = fields.optional("after")
                .<Set<StepName>>map(names -> new HashSet<>(names.items().stream()
                        .map(each -> each.as(StepName::new))
                        .toList()))
                .orElse(before);
        boolean forward = pivot || recovery.filter(Recovery.FORWARD::equals).isPresent();
        Optional<YamlValue> undo = fields.optional("compensation");
        Optional<Operation> compensation = undo.filter(
                        value -> value.isMap() || !value.text().equals(NONE))
                .map(value -> operation(value, COMPENSATION));
        StepDefinition step = new StepDefinition(
                name,
                after,
                fields.optional("resource")
                        .map(value -> value.as(TextTemplate::compile))
                        .orElseGet(() -> TextTemplate.compile(saga + "/" + name)),
                operation(fields.required("action", "action: { http: {…} }"), forward ? FORWARD : ACTION),
                compensation,
                recovery.orElse(Recovery.BACKWARD),
                pivot);
        read.add(new Read(step, item, recovery, undo.isPresent()));
        return Set.of(name);
    }

    private static Operation operation(YamlValue value, RetryPolicy usual) {
        YamlFields fields = value.fields("http", "grpc", "deadline", "retry");
        return new Operation(
                CallReader.read(fields),
                fields.or("deadline", CALL_DEADLINE, limit -> limit.duration(SHORTEST, LONGEST_CALL)),
                fields.or("retry", usual, retry -> retry(retry, usual)));
    }

    private static RetryPolicy retry(YamlValue value, RetryPolicy usual) {
        YamlFields fields = value.fields("attempts", "backoff", "cap");
        Duration backoff = fields.or("backoff", usual.backoff(), pause -> pause.duration(SHORTEST, LONGEST_PAUSE));
        Duration least = backoff.compareTo(usual.cap()) > 0 ? backoff : usual.cap();
        Duration cap = fields.or("cap", least, pause -> pause.duration(backoff, LONGEST_PAUSE));
        return new RetryPolicy(
                fields.or("attempts", usual.attempts(), count -> count.integer(1, MAX_ATTEMPTS)), backoff, cap);
    }

    private static Recovery recovery(YamlValue value) {
        return switch (value.text()) {
            case "backward" -> Recovery.BACKWARD;
            case "forward" -> Recovery.FORWARD;
            default -> throw value.refused("'" + value.text() + "' is not known", "write backward or forward");
        };
    }

    private static boolean truth(YamlValue value) {
        return switch (value.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw value.refused("'" + value.text() + "' is neither true nor false", "write one of them");
        };
    }
}
