package dev.mcp2026.registry.health.probe;

import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.health.Outcome;
import dev.mcp2026.registry.health.ProbeResult;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `grpc.health.v1.Health/Check` in plaintext over one channel for each target.
final class GrpcProbe implements AutoCloseable {
    private final long channelsMax;
    private final Dialler dialler;
    private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();

    /// A channel, and the one address that it connects to for as long as it is kept.
    private record Line(ManagedChannel channel, InetAddress address) {}

    GrpcProbe(long channelsMax, Dialler dialler) {
        this.channelsMax = channelsMax;
        this.dialler = dialler;
    }

    ProbeResult run(Target target, CheckKind.Grpc grpc, Attempt attempt) throws ObserverFaultException {
        Line line;
        try {
            line = line(target, attempt);
        } catch (IOException e) {
            return attempt.failed(e);
        }
        try {
            HealthCheckResponse answer = HealthGrpc.newBlockingStub(line.channel())
                    .withDeadlineAfter(attempt.leftMillis(), TimeUnit.MILLISECONDS)
                    .check(HealthCheckRequest.newBuilder()
                            .setService(grpc.service())
                            .build());
            attempt.connected(line.address());
            return answer.getStatus() == ServingStatus.SERVING
                    ? attempt.ok("SERVING")
                    : attempt.unhealthy("gRPC health is " + answer.getStatus());
        } catch (StatusRuntimeException e) {
            ProbeResult result = failed(e.getStatus(), line, attempt);
            if (result.outcome() != Outcome.UNHEALTHY) {
                // A broken channel waits before it tries again, and keeps an old address: the next probe opens anew.
                release(target);
            }
            return result;
        } catch (IOException e) {
            return attempt.failed(e);
        } finally {
            if (lines.get(key(target)) != line) {
                line.channel().shutdown(); // another check may still be using it
            }
        }
    }

    /// The kept channel, or a new one, whose name is resolved first: a channel would do that without a bound.
    private Line line(Target target, Attempt attempt) throws IOException {
        Line known = lines.get(key(target));
        if (known != null) {
            return known;
        }
        InetAddress address = dialler.address(target, attempt);
        Line opened = new Line(open(address, target.port()), address);
        Line first = lines.size() < channelsMax ? lines.putIfAbsent(key(target), opened) : null;
        if (first == null) {
            return opened;
        }
        opened.channel().shutdownNow();
        return first;
    }

    private static ProbeResult failed(Status status, Line line, Attempt attempt) throws ObserverFaultException {
        if (line.channel().getState(false) == ConnectivityState.READY) {
            attempt.connected(line.address());
        }
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED -> attempt.failed(new SocketTimeoutException());
            case UNAVAILABLE, CANCELLED, UNKNOWN, INTERNAL ->
                rootCause(status) instanceof IOException io ? attempt.failed(io) : unavailable(status, attempt);
            case UNIMPLEMENTED -> attempt.unhealthy("it does not serve grpc.health.v1");
            case NOT_FOUND -> attempt.unhealthy("it does not know the service asked for");
            case OK,
                    INVALID_ARGUMENT,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    DATA_LOSS,
                    UNAUTHENTICATED -> attempt.unhealthy("it answered " + status.getCode());
        };
    }

    private static ProbeResult unavailable(Status status, Attempt attempt) {
        return attempt.result(Outcome.RESET, true, "the connection failed: " + status.getCode());
    }

    /// Netty wraps what the system said; the innermost IOException is it.
    private static @Nullable Throwable rootCause(Status status) {
        Throwable cause = status.getCause();
        for (int depth = 0; depth < 8 && cause != null && cause.getCause() instanceof IOException inner; depth++) {
            cause = inner;
        }
        return cause;
    }

    private static ManagedChannel open(InetAddress address, int port) {
        return NettyChannelBuilder.forAddress(new InetSocketAddress(address, port))
                .usePlaintext()
                .build();
    }

    /// Forgets a target's channel. Another check of the same address opens it again with its next
    /// probe.
    void release(Target target) {
        Line line = lines.remove(key(target));
        if (line != null) {
            line.channel().shutdown();
        }
    }

    private static String key(Target target) {
        return target.host() + ":" + target.port();
    }

    @Override
    public void close() {
        lines.values().forEach(line -> line.channel().shutdownNow());
        lines.clear();
    }
}
