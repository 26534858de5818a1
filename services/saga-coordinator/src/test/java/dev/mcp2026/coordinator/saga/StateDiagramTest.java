package dev.mcp2026.coordinator.saga;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.definition.DefinitionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The diagram in the documents is what the decider does: every state that small sagas can come to is walked, by every
/// command. With `-Dmcp.docs.write=true` it is written anew.
final class StateDiagramTest {
    private static final Path DOCUMENT = Path.of("../../shared/docs/saga-states.md");
    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final TreeMap<String, TreeSet<String>> steps = new TreeMap<>();
    private final TreeMap<String, TreeSet<String>> phases = new TreeMap<>();

    private record Edge(String from, String to) {
        @Override
        public String toString() {
            return "    " + from + " --> " + to;
        }
    }

    private static SagaState started(String first, String second) {
        var definition = DefinitionReader.read(
                "saga.yaml",
                """
                apiVersion: mcp2026/v1
                kind: Saga
                metadata: { name: order }
                spec:
                  deadline: 1m
                  steps:
                    - { step: a, action: CALL, FIRST }
                    - { step: b, action: CALL, SECOND }
                """.replace("FIRST", first)
                        .replace("SECOND", second)
                        .replace("CALL", "{ http: { url: 'http://localhost:1/x' }, retry: { attempts: 2 } }"),
                new TenantId("default"));
        return SagaState.started(definition, definition.input(), NOW);
    }

    private static List<Command> commands(SagaState state) {
        List<Command> all = new ArrayList<>(List.of(new Command.TimePassed(), new Command.Cancel("me", "why")));
        for (StepName step : state.steps().keySet()) {
            all.add(new Command.Retry(step, "me"));
            all.add(new Command.Skip(step, "me", "why"));
            for (Side side : Side.values()) {
                for (Outcome outcome : List.of(
                        new Outcome.Success(NullNode.instance),
                        new Outcome.Refusal("no"),
                        new Outcome.Unknown("lost"),
                        new Outcome.NotMade("shut"))) {
                    all.add(new Command.CallEnded(step, side, outcome, PAUSE));
                }
            }
        }
        return all;
    }

    private void walk(SagaState first) {
        Set<String> seen = new HashSet<>();
        Deque<SagaState> next = new ArrayDeque<>(List.of(follow(first, Decider.start(first, NOW))));
        while (!next.isEmpty()) {
            SagaState state = next.remove();
            if (!seen.add(kind(state))) {
                continue;
            }
            for (Command command : commands(state)) {
                // One time for all: states differ in what can follow, not in when. Past the deadline time turns it.
                Instant now = command instanceof Command.TimePassed ? state.deadline() : NOW;
                try {
                    next.add(follow(state, Decider.decide(state, command, now)));
                } catch (FaultException notNow) {
                    // A command that can't be done now leads nowhere.
                }
            }
        }
    }

    /// What decides of a state what can follow: not its reasons, and of many attempts only that they are many.
    private static String kind(SagaState state) {
        return state.steps().values().stream()
                .map(step -> switch (step) {
                    case StepState.Trying trying -> shown(step) + Math.min(trying.attempts(), 2);
                    case StepState.Undoing undoing ->
                        shown(step)
                                + Math.min(undoing.attempts(), 2)
                                + undoing.problem().isEmpty();
                    case StepState _ -> shown(step);
                })
                .collect(Collectors.joining(" ", shown(state.phase()) + " ", ""));
    }

    private SagaState follow(SagaState from, List<SagaEvent> events) {
        SagaState state = from;
        for (SagaEvent event : events) {
            SagaState after = state.after(event, NOW);
            String name = event.getClass().getSimpleName();
            for (StepName step : state.steps().keySet()) {
                if (!state.step(step).equals(after.step(step))) {
                    add(steps, shown(state.step(step)), shown(after.step(step)), name);
                }
            }
            if (!state.phase().equals(after.phase())) {
                add(phases, shown(state.phase()), shown(after.phase()), name);
            }
            state = after;
        }
        return state;
    }

    private static void add(TreeMap<String, TreeSet<String>> edges, String from, String to, String event) {
        edges.computeIfAbsent(new Edge(from, to).toString(), first -> new TreeSet<>())
                .add(event);
    }

    private static String shown(Object state) {
        String name = state.getClass().getSimpleName();
        return state instanceof StepState.Dead dead
                ? name + (dead.side() == Side.ACTION ? "Action" : "Compensation")
                : name;
    }

    private static String drawn(TreeMap<String, TreeSet<String>> edges) {
        return edges.entrySet().stream()
                .map(edge -> edge.getKey() + " : " + String.join(", ", edge.getValue()))
                .collect(Collectors.joining("\n", "```mermaid\nstateDiagram-v2\n", "\n```\n"));
    }

    @Test
    void theDocumentShowsWhatTheDeciderDoes() throws IOException {
        String undo = "compensation: { http: { url: 'http://localhost:1/y' }, retry: { attempts: 2 } }";
        walk(started(undo, undo));
        walk(started(undo, "pivot: true"));
        walk(started(undo + ", recovery: forward", "compensation: none"));
        String document = """
                # States of a saga

                Made from the decider by `StateDiagramTest` (`-Dmcp.docs.write=true` writes it anew); the build fails where they differ.
                An arrow has the events that make it.

                ## The saga

                """ + drawn(phases) + "\n## One of its steps\n\n" + drawn(steps);
        if (Boolean.getBoolean("mcp.docs.write")) {
            Files.writeString(DOCUMENT, document);
        }
        assertThat(DOCUMENT).hasContent(document);
    }
}
