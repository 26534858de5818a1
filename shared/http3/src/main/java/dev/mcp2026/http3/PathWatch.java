package dev.mcp2026.http3;

import io.grpc.Status;
import io.netty.buffer.Unpooled;
import io.netty.incubator.codec.http3.DefaultHttp3UnknownFrame;
import io.netty.incubator.codec.http3.Http3;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Watches whether the peer of a client's connection is still heard of. Of the event loop alone.
final class PathWatch {
    /// One of the frame types that mean nothing (RFC 9114 section 7.2.8), of those that netty's codec can send. It has
    /// no QUIC PING; the packet of such a frame is acknowledged as well.
    private static final long NOTHING = 0x1f * 2 + 0x21;

    private final QuicChannel connection;
    private final StallGuard guard;
    private final BooleanSupplier callsUnderWay;
    private final Consumer<Status> stalled;
    private final Queue<Ping> pings = new ArrayDeque<>();
    private StallGuard.@Nullable State state;

    private record Ping(LongConsumer nanos, Consumer<Status> failed) {}

    /// @param stalled is told once; the connection has to be closed then
    PathWatch(QuicChannel connection, Liveness rules, BooleanSupplier callsUnderWay, Consumer<Status> stalled) {
        this.connection = connection;
        this.guard = new StallGuard(rules.stall(), rules.stallRoundTrips());
        this.callsUnderWay = callsUnderWay;
        this.stalled = stalled;
        connection.closeFuture().addListener(closed -> failPings());
        if (rules.stall().isPositive()) {
            long every = guard.interval().toNanos();
            var looks = connection.eventLoop().scheduleAtFixedRate(this::look, every, every, TimeUnit.NANOSECONDS);
            connection.closeFuture().addListener(closed -> looks.cancel(false));
        }
    }

    /// @param nanos is given the round trip once the peer is heard of
    void ping(LongConsumer nanos, Consumer<Status> failed) {
        if (connection.isOpen()) {
            pings.add(new Ping(nanos, failed));
            probe(connection);
        } else {
            failed.accept(Status.UNAVAILABLE.withDescription("not connected"));
        }
    }

    /// Has the peer acknowledge something.
    static void probe(QuicChannel connection) {
        QuicStreamChannel control = Http3.getLocalControlStream(connection);
        if (control != null) {
            control.writeAndFlush(new DefaultHttp3UnknownFrame(NOTHING, Unpooled.EMPTY_BUFFER));
        }
    }

    /// The peer was heard of.
    void heard() {
        if (!pings.isEmpty()) {
            new QuicStatistics(() -> connection).sample().whenComplete((sample, failure) -> {
                for (Ping ping = pings.poll(); ping != null; ping = pings.poll()) {
                    if (failure == null) {
                        ping.nanos().accept(sample.rtt().toNanos());
                    } else {
                        ping.failed().accept(Status.UNAVAILABLE.withCause(failure));
                    }
                }
            });
        }
    }

    private void failPings() {
        for (Ping ping = pings.poll(); ping != null; ping = pings.poll()) {
            ping.failed().accept(Status.UNAVAILABLE.withDescription("the connection is closed"));
        }
    }

    private void look() {
        if (connection.isOpen()) {
            var unused = new QuicStatistics(() -> connection).sample().thenAccept(this::decide);
        }
    }

    private void decide(ConnectionStatistics.Sample sample) {
        StallGuard.Decision decision = guard.decide(
                state,
                new StallGuard.Look(
                        System.nanoTime(), sample.received(), sample.rtt().toNanos(), callsUnderWay.getAsBoolean()));
        state = decision.state();
        switch (decision.verdict()) {
            case ALIVE -> {}
            case PROBE -> probe(connection);
            case STALLED ->
                stalled.accept(Status.UNAVAILABLE.withDescription("nothing heard for " + guard.silence()
                        + " with calls under way, though asked: the path is dead"));
        }
    }
}
