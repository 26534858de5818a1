package dev.mcp2026.coordinator.drive;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.mcp2026.coordinator.participant.Request;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.saga.participant.Answer;
import dev.mcp2026.saga.participant.BarrierLimits;
import dev.mcp2026.saga.participant.MemoryBarrier;
import dev.mcp2026.saga.participant.SagaCall;
import dev.mcp2026.saga.participant.Verdict;
import dev.mcp2026.testkit.sim.NodeId;
import dev.mcp2026.testkit.sim.SimContext;
import dev.mcp2026.testkit.sim.SimNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The participants, behind the barrier of their library. A call that arrives is carried out, whoever made it and
/// however long ago.
final class ShopNode implements SimNode {
    static final String EVERY_EFFECT_ONCE = "everyEffectOnce";
    static final String NO_STALE_CALL = "noStaleCall";

    private final SimContext context;
    private final MemoryBarrier barrier;
    private final double refused;
    private final Map<String, List<String>> standing = new HashMap<>();
    private final Map<String, List<String>> ledger = new HashMap<>();
    private final Map<String, Integer> made = new HashMap<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private final Map<String, String> broken = new TreeMap<>();

    /// @param refused share of actions that are refused for good
    ShopNode(SimContext context, double refused) {
        this.context = context;
        this.barrier = new MemoryBarrier(context.clock(), BarrierLimits.defaults());
        this.refused = refused;
    }

    Optional<String> violation(String promise) {
        return Optional.ofNullable(broken.get(promise));
    }

    /// A call is about to be made; whether it arrives is another question.
    void made(Request request) {
        made.merge(call(request.saga().value(), request.step(), request.side()), 1, Integer::sum);
    }

    int made(String saga, StepName step, Side side) {
        return made.getOrDefault(call(saga, step, side), 0);
    }

    private static String call(String saga, StepName step, Side side) {
        return saga + " " + step + " " + side;
    }

    /// Effects of a saga that are not undone.
    List<String> standing(String saga) {
        return standing.getOrDefault(saga, List.of());
    }

    @Override
    public void onMessage(NodeId from, Object message) {
        if (message instanceof Line.Ask(long number, Request request)) {
            context.send(from, new Line.Reply(number, answer(request)));
        }
    }

    private Outcome answer(Request request) {
        long seen = epochs.merge(request.saga().value(), request.epoch(), Math::max);
        boolean no = request.side() == Side.ACTION && context.random().nextDouble() < refused;
        Answer answer = Answer.of(barrier.run(asSent(request), nothing -> {
            if (no) {
                return new Verdict.Refusal("sold out");
            }
            done(request);
            return new Verdict.Result("done");
        }));
        if (request.epoch() < seen && !answer.reason().equals("STALE_EPOCH")) {
            broken.putIfAbsent(
                    NO_STALE_CALL,
                    request.token().value() + " of epoch " + request.epoch() + " was answered " + answer.reason()
                            + ", after a call of epoch " + seen);
        }
        return outcome(answer);
    }

    private void done(Request request) {
        String saga = request.saga().value();
        String step = request.step().value();
        List<String> effects = standing.computeIfAbsent(saga, first -> new ArrayList<>());
        List<String> lines = ledger.computeIfAbsent(saga, first -> new ArrayList<>());
        boolean action = request.side() == Side.ACTION;
        String line = (action ? "+" : "-") + step;
        if (lines.contains(line) || (!action && !effects.contains(step))) {
            broken.putIfAbsent(EVERY_EFFECT_ONCE, line + " after " + lines + " of " + saga);
        }
        lines.add(line);
        if (action) {
            effects.add(step);
        } else {
            effects.remove(step);
        }
        context.trace(line + " of " + saga + " in epoch " + request.epoch());
    }

    private static Outcome outcome(Answer answer) {
        return switch (answer.grpcStatus()) {
            case OK -> new Outcome.Success(TextNode.valueOf(answer.text()));
            case FAILED_PRECONDITION, ABORTED -> new Outcome.Refusal(answer.reason());
            case UNAVAILABLE, DEADLINE_EXCEEDED -> new Outcome.Unknown(answer.reason());
        };
    }

    /// Its deadline is not believed: clocks go very wrong here, and what comes late is to be met by the barrier.
    private SagaCall asSent(Request request) {
        Map<String, String> headers = Map.of(
                "Idempotency-Key", request.token().value(),
                "Saga-Id", request.saga().value(),
                "Saga-Step", request.step().value(),
                "Saga-Action", request.side() == Side.ACTION ? "action" : "compensation",
                "Saga-Epoch", Long.toString(request.epoch()),
                "Saga-Deadline", context.clock().instant().plusSeconds(60).toString(),
                "Saga-Resource", URLEncoder.encode(request.token().resource(), StandardCharsets.UTF_8));
        return SagaCall.fromHeaders(headers::get);
    }

    @Override
    public void onTimer(Object timer) {
        throw new IllegalStateException("it sets none");
    }
}
