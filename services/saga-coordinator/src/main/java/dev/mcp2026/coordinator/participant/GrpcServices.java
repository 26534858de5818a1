package dev.mcp2026.coordinator.participant;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.mcp2026.kernel.limit.Limit;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What services look like, asked once of each server and kept for a while: callers that come meanwhile wait for the
/// same answer.
final class GrpcServices {
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Executor asking;
    private final AsyncCache<Key, Told> known;

    private record Key(GrpcAddress address, String service) {}

    /// What a server said about one of its services.
    sealed interface Told {
        record Described(ServiceDescriptor service) implements Told {}

        record Absent() implements Told {}

        /// @param status UNIMPLEMENTED where it has no reflection; INTERNAL where what it tells is no description;
        /// else the connection's failure
        record Failed(Status status) implements Told {}
    }

    /// @param asking runs the questions
    /// @param services kept at once
    GrpcServices(Executor asking, Limit services) {
        this.asking = asking;
        this.known = Caffeine.newBuilder()
                .maximumSize(services.max())
                .expireAfterWrite(KEPT)
                .buildAsync();
    }

    Told of(GrpcAddress address, Channel channel, String service, Duration limit)
            throws InterruptedException, TimeoutException {
        Key key = new Key(address, service);
        CompletableFuture<Told> asked = known.get(
                key, (first, ours) -> CompletableFuture.supplyAsync(() -> described(channel, service, limit), asking));
        try {
            Told told = asked.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (!(told instanceof Told.Described)) {
                known.asMap().remove(key, asked);
            }
            return told;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Told described(Channel channel, String service, Duration limit) {
        try {
            return ServerReflection.describe(channel, service, limit)
                    .<Told>map(Told.Described::new)
                    .orElseGet(Told.Absent::new);
        } catch (StatusException e) {
            return new Told.Failed(e.getStatus());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Told.Failed(Status.CANCELLED);
        }
    }

    /// The server may be another by now.
    void drop(GrpcAddress address, String service) {
        known.synchronous().invalidate(new Key(address, service));
    }
}
