package dev.mcp2026.mesh.node;

import dev.mcp2026.mesh.path.PathKey;
import dev.mcp2026.mesh.path.PathMeasurement;
import dev.mcp2026.mesh.path.PathStatistics;
import dev.mcp2026.proto.mesh.v1.MeshGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Probes one path over a connection of its own, which is made anew when it stays silent. A path without a connection
/// has its probes counted as sent: they are missed all the same.
final class PathProbe implements AutoCloseable {
    private final PathKey key;
    private final Supplier<ManagedChannel> connect;
    private final MeshRules rules;
    private final LongSupplier nanoTime;
    private final PathStatistics statistics;
    private long sequence;
    private @Nullable ManagedChannel channel;
    private @Nullable ProbeCall call;
    private long openedNanos;
    private boolean closed;
    private volatile @Nullable Duration latency;

    /// @param connect makes a channel that takes just this path
    PathProbe(PathKey key, Supplier<ManagedChannel> connect, MeshRules rules, LongSupplier nanoTime) {
        this.key = key;
        this.connect = connect;
        this.rules = rules;
        this.nanoTime = nanoTime;
        this.statistics = new PathStatistics(rules.paths(), nanoTime.getAsLong());
    }

    PathKey key() {
        return key;
    }

    /// Sends one probe. To be called each [dev.mcp2026.mesh.path.PathRules#interval].
    synchronized void probe() {
        if (closed) {
            return;
        }
        long now = nanoTime.getAsLong();
        ProbeCall open = call;
        long patience = rules.reopenAfter().toNanos();
        // One that ended at once is not made anew at once: whoever refused it has enough to do.
        if (open == null || (open.isSilent(now, patience) && now - openedNanos >= patience / 2)) {
            open = reopen(now);
        }
        sequence++;
        statistics.sent(sequence, now);
        open.send(sequence);
        statistics.sweep(now);
    }

    synchronized PathMeasurement measurement(Instant wall) {
        long now = nanoTime.getAsLong();
        statistics.sweep(now);
        return statistics.measurement(now, wall);
    }

    /// Smoothed; as of the last answer, so that asking costs nothing.
    Optional<Duration> latency() {
        return Optional.ofNullable(latency);
    }

    /// For other calls of the node over just this path.
    synchronized @Nullable Channel channel() {
        return channel;
    }

    private ProbeCall reopen(long now) {
        hangUp();
        ManagedChannel fresh = connect.get();
        channel = fresh;
        openedNanos = now;
        ProbeCall next = new ProbeCall(
                fresh.newCall(MeshGrpc.getProbeMethod(), CallOptions.DEFAULT.withWaitForReady()),
                nanoTime,
                this::answered);
        call = next;
        return next;
    }

    private synchronized void answered(long number) {
        long now = nanoTime.getAsLong();
        statistics.answered(number, now);
        latency = statistics.smoothed();
    }

    private void hangUp() {
        ProbeCall open = call;
        if (open != null) {
            open.cancel();
            call = null;
        }
        ManagedChannel before = channel;
        if (before != null) {
            before.shutdownNow();
            channel = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        hangUp();
    }
}
