package dev.mcp2026.mesh.node;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.InternalChannelz.SocketStats;
import io.grpc.InternalLogId;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.internal.ClientStream;
import io.grpc.internal.ConnectionClientTransport;
import io.grpc.internal.DisconnectError;
import io.grpc.internal.ManagedClientTransport;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A transport that is known from its start to its end, so that it can be ended when its path is.
final class TrackedTransport implements ConnectionClientTransport {
    private final WayAddress to;
    private final ConnectionClientTransport transport;
    private final Registry registry;

    /// Who wants to know.
    interface Registry {
        void started(TrackedTransport transport);

        void terminated(TrackedTransport transport);
    }

    TrackedTransport(WayAddress to, ConnectionClientTransport transport, Registry registry) {
        this.to = to;
        this.transport = transport;
        this.registry = registry;
    }

    WayAddress to() {
        return to;
    }

    @Override
    public @Nullable Runnable start(ManagedClientTransport.Listener listener) {
        registry.started(this);
        return transport.start(new Ending(listener));
    }

    @Override
    public void shutdown(Status reason) {
        transport.shutdown(reason);
    }

    @Override
    public void shutdownNow(Status reason) {
        transport.shutdownNow(reason);
    }

    @Override
    public ClientStream newStream(
            MethodDescriptor<?, ?> method, Metadata headers, CallOptions options, ClientStreamTracer[] tracers) {
        return transport.newStream(method, headers, options, tracers);
    }

    @Override
    public void ping(PingCallback callback, Executor executor) {
        transport.ping(callback, executor);
    }

    @Override
    public Attributes getAttributes() {
        return transport.getAttributes();
    }

    @Override
    public ListenableFuture<SocketStats> getStats() {
        return transport.getStats();
    }

    @Override
    public InternalLogId getLogId() {
        return transport.getLogId();
    }

    @Override
    public String toString() {
        return transport + " to " + to;
    }

    private final class Ending implements ManagedClientTransport.Listener {
        private final ManagedClientTransport.Listener listener;

        Ending(ManagedClientTransport.Listener listener) {
            this.listener = listener;
        }

        @Override
        public void transportShutdown(Status reason, DisconnectError error) {
            listener.transportShutdown(reason, error);
        }

        @Override
        public void transportTerminated() {
            registry.terminated(TrackedTransport.this);
            listener.transportTerminated();
        }

        @Override
        public void transportReady() {
            listener.transportReady();
        }

        @Override
        public void transportInUse(boolean inUse) {
            listener.transportInUse(inUse);
        }

        @Override
        public Attributes filterTransport(Attributes attributes) {
            return listener.filterTransport(attributes);
        }
    }
}
