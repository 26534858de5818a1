package dev.mcp2026.mesh.balance;

import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.CreateSubchannelArgs;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.Subchannel;
import io.grpc.Status;
import java.util.function.Consumer;

/// A subchannel to one address of an endpoint. It connects at once and again whenever its connection is gone. Within
/// the channel's synchronization context.
final class Link {
    private final Helper helper;
    private final Endpoint endpoint;
    private final Subchannel subchannel;
    private ConnectivityState state = ConnectivityState.CONNECTING;
    private Status error = Status.OK;
    private boolean closed;

    Link(Helper helper, EquivalentAddressGroup group, Endpoint endpoint) {
        this.helper = helper;
        this.endpoint = endpoint;
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

    private void follow(ConnectivityStateInfo info) {
        if (info.getState() == ConnectivityState.IDLE) {
            subchannel.requestConnection();
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
