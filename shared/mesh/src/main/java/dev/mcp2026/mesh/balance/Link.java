package dev.mcp2026.mesh.balance;

import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.CreateSubchannelArgs;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A subchannel to one address of an endpoint. It connects at once and again whenever its connection is gone. Within
/// the channel's synchronization context.
final class Link {
    /// From one connection to the next. gRPC waits only where none comes about, and a server that lets nobody in says
    /// so after the handshake: handshake would follow on handshake.
    private static final long APART_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Helper helper;
    private final Endpoint endpoint;
    private final Subchannel subchannel;
    private final LongSupplier nanoTime;
    private long readyNanos;
    private ConnectivityState state = ConnectivityState.CONNECTING;
    private Status error = Status.OK;
    private boolean closed;

    Link(Helper helper, EquivalentAddressGroup group, Endpoint endpoint, LongSupplier nanoTime) {
        this.helper = helper;
        this.endpoint = endpoint;
        this.nanoTime = nanoTime;
        this.subchannel = helper.createSubchannel(
                CreateSubchannelArgs.newBuilder().setAddresses(group).build());
    }

    void start(Consumer<Link> changed) {
        subchannel.start(info -> {
            if (!closed && info.getState() != ConnectivityState.SHUTDOWN) {
                follow(info);
                changed.accept(this);
            }
        });
        subchannel.requestConnection();
    }

    /// No new calls; those under way end as they end.
    void close() {
        closed = true;
        subchannel.shutdown();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Subchannel subchannel() {
        return subchannel;
    }

    ConnectivityState state() {
        return state;
    }

    Status error() {
        return error;
    }

    boolean isReady() {
        return state == ConnectivityState.READY;
    }

    private void connectAgain() {
        long early = APART_NANOS - (nanoTime.getAsLong() - readyNanos);
        if (early <= 0) {
            subchannel.requestConnection();
        } else {
            // After close() it means nothing.
            var unused = helper.getSynchronizationContext()
                    .schedule(
                            subchannel::requestConnection,
                            early,
                            TimeUnit.NANOSECONDS,
                            helper.getScheduledExecutorService());
        }
    }

    private void follow(ConnectivityStateInfo info) {
        if (info.getState() == ConnectivityState.READY) {
            readyNanos = nanoTime.getAsLong();
        }
        if (info.getState() == ConnectivityState.IDLE) {
            connectAgain();
        }
        if (info.getState() == ConnectivityState.IDLE || info.getState() == ConnectivityState.TRANSIENT_FAILURE) {
            helper.refreshNameResolution();
        }
        // After a failure calls fail until it is connected: they would wait through each further attempt otherwise.
        boolean again = info.getState() == ConnectivityState.CONNECTING || info.getState() == ConnectivityState.IDLE;
        if (state != ConnectivityState.TRANSIENT_FAILURE || !again) {
            state = again ? ConnectivityState.CONNECTING : info.getState();
            error = info.getStatus();
        }
    }
}
