package dev.mcp2026.identity.shared;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Shared through Redis, under `mcp:identity:<tenant>:<kind>:<name>`.
///
/// The client connects anew by itself. It should have an idle timeout (`quarkus.redis.tcp.idle-timeout`): a connection
/// whose peer went silent is of no more use, and the pool would keep it.
public final class RedisSharedCache implements SharedCache {
    private static final String PREFIX = "mcp:identity";

    private final Redis redis;
    private final RedisSettings settings;
    private final LongSupplier nanoTime;
    private final Semaphore calls;
    private volatile @Nullable Long quietUntil;

    /// @param nanoTime the monotonic clock
    public RedisSharedCache(Redis redis, RedisSettings settings, LongSupplier nanoTime) {
        this.redis = redis;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.calls = new Semaphore((int) settings.calls().max());
    }

    @Override
    public Optional<byte[]> get(SharedKey key) {
        // GETRANGE and not GET: what another wrote may be of any size, and must not be read whole to be refused.
        Request request = Request.cmd(Command.GETRANGE)
                .arg(name(key))
                .arg(0L)
                .arg(settings.valueBytes().max());
        try {
            byte[] value = bytes(send(request));
            return value.length == 0 ? Optional.empty() : Optional.of(value);
        } catch (ErrorReply reply) {
            if (reply.isWrongType()) {
                return Optional.of(new byte[0]);
            }
            throw reply.fault();
        }
    }

    @Override
    public void put(SharedKey key, byte[] value, Duration ttl) {
        if (value.length == 0) {
            throw Faults.invalid("value", "it is empty", "remove the entry instead");
        }
        settings.valueBytes().check("value", value.length);
        if (ttl.toMillis() < 1) {
            return;
        }
        order(Request.cmd(Command.SET)
                .arg(name(key))
                .arg(Buffer.buffer(value))
                .arg("PX")
                .arg(ttl.toMillis()));
    }

    @Override
    public void remove(SharedKey key) {
        order(Request.cmd(Command.DEL).arg(name(key)));
    }

    static String name(SharedKey key) {
        return key.joined(PREFIX, ':');
    }

    private void order(Request request) {
        try {
            send(request);
        } catch (ErrorReply reply) {
            throw reply.fault();
        }
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

    private static byte[] bytes(@Nullable Response response) {
        byte[] bytes = response == null ? null : response.toBytes();
        return bytes == null ? new byte[0] : bytes;
    }

    private static FaultException unavailable(String why, @Nullable Exception cause) {
        Fault fault =
                new Fault(FaultKind.UNAVAILABLE, null, "Redis: " + why, "check that it runs; nothing depends on it");
        return cause == null ? new FaultException(fault) : new FaultException(fault, cause);
    }

    /// Redis answered, with an error: `NOAUTH …`, `OOM …`, `LOADING …`, `WRONGTYPE …`.
    private static final class ErrorReply extends Exception {
        private static final long serialVersionUID = 1L;

        ErrorReply(ErrorType error) {
            super(error.getMessage(), error);
        }

        boolean isWrongType() {
            return code().equals("WRONGTYPE");
        }

        FaultException fault() {
            return unavailable("it refuses with " + code(), this);
        }

        private String code() {
            String message = String.valueOf(getMessage());
            int space = message.indexOf(' ');
            return space < 0 ? message : message.substring(0, space);
        }
    }
}
