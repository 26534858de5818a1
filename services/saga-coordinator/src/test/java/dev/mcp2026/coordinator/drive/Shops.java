package dev.mcp2026.coordinator.drive;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.mcp2026.coordinator.participant.Participants;
import dev.mcp2026.coordinator.participant.Request;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.saga.participant.Answer;
import dev.mcp2026.saga.participant.BarrierLimits;
import dev.mcp2026.saga.participant.MemoryBarrier;
import dev.mcp2026.saga.participant.SagaCall;
import dev.mcp2026.saga.participant.Verdict;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Participants in memory behind the participants' own barrier, over a way that loses calls and answers. Their ledger
/// has what took effect: `+step` and `-step`, in order.
final class Shops implements Participants {
    /// None of them ever answers.
    static final Participants NEVER = request -> {
        new Semaphore(0).acquire();
        throw new IllegalStateException();
    };

    private final MemoryBarrier barrier = new MemoryBarrier(InstantSource.system(), BarrierLimits.defaults());
    private final Map<String, List<String>> ledger = new ConcurrentHashMap<>();
    private final Random random;
    private final double lost;
    private final double refused;

    /// @param lost share of calls that are lost, and of answers
    /// @param refused share of actions that are refused for good
    Shops(long seed, double lost, double refused) {
        this.random = new Random(seed);
        this.lost = lost;
        this.refused = refused;
    }

    /// What took effect of a saga.
    List<String> of(String saga) {
        return List.copyOf(ledger.getOrDefault(saga, List.of()));
    }

    private synchronized boolean chance(double share) {
        return random.nextDouble() < share;
    }

    @Override
    public Outcome call(Request request) throws InterruptedException {
        if (chance(lost)) {
            return new Outcome.Unknown("call lost");
        }
        boolean no = request.side() == Side.ACTION && chance(refused);
        String line = (request.side() == Side.ACTION ? "+" : "-") + request.step();
        Thread.yield();
        Outcome outcome = outcome(Answer.of(barrier.run(asSent(request), nothing -> {
            if (no) {
                return new Verdict.Refusal("sold out");
            }
            ledger.compute(request.saga().value(), (saga, lines) -> {
                List<String> all = lines == null ? new ArrayList<>() : lines;
                all.add(line);
                return all;
            });
            return new Verdict.Result("done");
        })));
        return chance(lost) ? new Outcome.Unknown("answer lost") : outcome;
    }

    private static Outcome outcome(Answer answer) {
        return switch (answer.grpcStatus()) {
            case OK -> new Outcome.Success(TextNode.valueOf(answer.text()));
            case FAILED_PRECONDITION, ABORTED -> new Outcome.Refusal(answer.reason());
            case UNAVAILABLE, DEADLINE_EXCEEDED -> new Outcome.Unknown(answer.reason());
        };
    }

    private static SagaCall asSent(Request request) {
        Map<String, String> headers = Map.of(
                "Idempotency-Key", request.token().value(),
                "Saga-Id", request.saga().value(),
                "Saga-Step", request.step().value(),
                "Saga-Action", request.side() == Side.ACTION ? "action" : "compensation",
                "Saga-Epoch", Long.toString(request.epoch()),
                "Saga-Deadline", Instant.now().plusSeconds(60).toString(),
                "Saga-Resource", URLEncoder.encode(request.token().resource(), StandardCharsets.UTF_8));
        return SagaCall.fromHeaders(headers::get);
    }
}
