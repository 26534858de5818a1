package dev.mcp2026.coordinator.token;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Runs scripts in Redis, each by its digest and whole only where Redis does not have it yet. A Redis that hangs costs
/// one timeout per pause, not one per call.
final class RedisScripts {
    private final Redis redis;
    private final RedisTokenSettings settings;
    private final LongSupplier nanoTime;
    private final Semaphore calls;
    private volatile @Nullable Long quietUntil;

    RedisScripts(Redis redis, RedisTokenSettings settings, LongSupplier nanoTime) {
        this.redis = redis;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.calls = new Semaphore((int) settings.calls().max());
    }

    /// @return what the script does, never empty
    /// @throws FaultException UNAVAILABLE
    List<String> run(Script script, List<String> keys, List<String> arguments) {
        try {
            return texts(send(request(Command.EVALSHA, script.digest(), keys, arguments)));
        } catch (ErrorReply unknown) {
            if (!unknown.code().equals("NOSCRIPT")) {
                throw unknown.fault();
            }
        }
        try {
            return texts(send(request(Command.EVAL, script.text(), keys, arguments)));
        } catch (ErrorReply reply) {
            throw reply.fault();
        }
    }

    private static Request request(Command command, String script, List<String> keys, List<String> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }

    private static List<String> texts(@Nullable Response answer) {
        List<String> texts = new ArrayList<>();
        if (answer != null) {
            answer.forEach(each -> texts.add(each.toString()));
        }
        if (texts.isEmpty()) {
            throw unavailable("a script answered nothing", null);
        }
        return texts;
    }

    private @Nullable Response send(Request request) throws ErrorReply {
        Long until = quietUntil;
        if (until != null && nanoTime.getAsLong() - until < 0) {
            throw unavailable("it did not answer a moment ago", null);
        }
        try {
            if (!calls.tryAcquire(settings.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                throw unavailable("all " + settings.calls().max() + " calls are under way", null);
            }
            try {
                return redis.send(request)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
            } finally {
                calls.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the call was interrupted", e);
        } catch (TimeoutException e) {
            throw silent("no answer within " + settings.timeout(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ErrorType error) {
                throw new ErrorReply(error);
            }
            // A cause's message may have the address with a password in it.
            throw silent("it can't be reached", e);
        }
    }

    private FaultException silent(String why, Exception cause) {
        quietUntil = nanoTime.getAsLong() + settings.pause().toNanos();
        return unavailable(why, cause);
    }

    private static FaultException unavailable(String why, @Nullable Exception cause) {
        Fault fault = new Fault(
                FaultKind.UNAVAILABLE, null, "Redis: " + why, "check that it runs, or set mcp.saga.tokens.kind=store");
        return cause == null ? new FaultException(fault) : new FaultException(fault, cause);
    }

    /// Redis answered, with an error: `NOAUTH …`, `OOM …`, `NOSCRIPT …`.
    private static final class ErrorReply extends Exception {
        private static final long serialVersionUID = 1L;

        ErrorReply(ErrorType error) {
            super(error.getMessage(), error);
        }

        String code() {
            String message = String.valueOf(getMessage());
            int space = message.indexOf(' ');
            return space < 0 ? message : message.substring(0, space);
        }

        FaultException fault() {
            return unavailable("it refuses with " + code(), this);
        }
    }
}
