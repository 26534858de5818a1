package dev.mcp2026.coordinator.token;

import dev.mcp2026.coordinator.participant.Token;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/// Tokens in Redis, under `mcp:saga:<cell>:{<token>}:record` and `…:claim`: both in one slot of a cluster.
public final class RedisTokens implements TokenStore {
    private final RedisScripts scripts;
    private final String prefix;
    private final String retention;

    /// @param nanoTime the monotonic clock
    public RedisTokens(Redis redis, CellId cell, RedisTokenSettings settings, LongSupplier nanoTime) {
        this.scripts = new RedisScripts(redis, settings, nanoTime);
        this.prefix = "mcp:saga:" + cell + ":{";
        this.retention = Long.toString(settings.retention().toMillis());
    }

    @Override
    public Claim claim(Token token, Holder holder, Duration lease) {
        List<String> answer = run(
                Script.CLAIM,
                token,
                Long.toString(holder.epoch()),
                holder.owner(),
                token.resource(),
                Long.toString(Math.max(1, lease.toMillis())),
                retention);
        try {
            return switch (answer.getFirst()) {
                case "claimed" -> new Claim.Claimed();
                case "held" -> new Claim.Held(answer.get(1), Duration.ofMillis(Long.parseLong(answer.get(2))));
                case "done" -> new Claim.Done(answer.get(1));
                case "fenced" -> new Claim.Fenced(Long.parseLong(answer.get(1)));
                case "collision" -> new Claim.Collision(answer.get(1));
                default -> throw strange(token);
            };
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw strange(token);
        }
    }

    private static FaultException strange(Token token) {
        return Faults.of(
                FaultKind.UNAVAILABLE,
                "Redis has what no coordinator wrote for token " + token.value(),
                "find out who writes to it, and remove it");
    }

    @Override
    public Settled done(Token token, Holder holder, String result) {
        if (result.isEmpty()) {
            throw new IllegalArgumentException("a result is not empty");
        }
        String answer = run(Script.DONE, token, Long.toString(holder.epoch()), holder.owner(), result, retention)
                .getFirst();
        return answer.equals("kept") ? Settled.KEPT : Settled.LOST;
    }

    @Override
    public void release(Token token, Holder holder) {
        run(Script.RELEASE, token, Long.toString(holder.epoch()), holder.owner());
    }

    private List<String> run(Script script, Token token, String... arguments) {
        return scripts.run(script, List.of(record(token), claim(token)), List.of(arguments));
    }

    String record(Token token) {
        return prefix + token.value() + "}:record";
    }

    String claim(Token token) {
        return prefix + token.value() + "}:claim";
    }
}
