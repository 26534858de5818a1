package dev.mcp2026.http3;

import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicConnectionPathStats;
import io.netty.incubator.codec.quic.QuicConnectionStats;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks quiche for them.
record QuicStatistics(Supplier<@Nullable QuicChannel> connection) implements ConnectionStatistics {
    @Override
    public CompletionStage<Sample> sample() {
        CompletableFuture<Sample> sample = new CompletableFuture<>();
        QuicChannel quic = connection.get();
        if (quic == null || !quic.isOpen()) {
            sample.completeExceptionally(new ClosedChannelException());
        } else {
            quic.collectStats().addListener((Future<QuicConnectionStats> counts) -> {
                if (counts.isSuccess()) {
                    paths(quic, counts.getNow(), 0, sample);
                } else {
                    sample.completeExceptionally(counts.cause());
                }
            });
        }
        return sample;
    }

    /// Looks for the path in use: after a migration the first is not.
    private static void paths(
            QuicChannel quic, QuicConnectionStats counts, int index, CompletableFuture<Sample> sample) {
        quic.collectPathStats(index).addListener((Future<QuicConnectionPathStats> path) -> {
            if (!path.isSuccess()) {
                sample.completeExceptionally(path.cause());
            } else if (path.getNow().active() || index + 1 >= counts.pathsCount()) {
                sample.complete(of(counts, path.getNow()));
            } else {
                paths(quic, counts, index + 1, sample);
            }
        });
    }

    private static Sample of(QuicConnectionStats counts, QuicConnectionPathStats path) {
        return new Sample(
                Duration.ofNanos(path.rtt()),
                counts.sent(),
                counts.recv(),
                counts.lost(),
                counts.retrans(),
                counts.sentBytes(),
                counts.recvBytes(),
                counts.lostBytes(),
                path.cwnd());
    }
}
