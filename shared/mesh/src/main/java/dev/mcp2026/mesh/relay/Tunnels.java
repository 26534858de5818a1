package dev.mcp2026.mesh.relay;

import dev.mcp2026.http3.CallDatagrams;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.proto.mesh.v1.OpenTunnelRequest;
import dev.mcp2026.proto.mesh.v1.OpenTunnelResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The tunnels that this process passes on for others, bounded in number. They lead to its own peers and nowhere else.
public final class Tunnels {
    private final EventLoopGroup loops;
    private final BiFunction<CellId, String, @Nullable InetSocketAddress> peers;
    private final Limit all;
    private final Limit perPeer;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<CellId, AtomicInteger> openOf = new ConcurrentHashMap<>();

    /// @param peers the address of a cell's service; null if it is no peer
    public Tunnels(
            EventLoopGroup loops,
            BiFunction<CellId, String, @Nullable InetSocketAddress> peers,
            Limit all,
            Limit perPeer) {
        this.loops = loops;
        this.peers = peers;
        this.all = all;
        this.perPeer = perPeer;
    }

    public int open() {
        return open.get();
    }

    /// @param caller as its certificate proves
    /// @param datagrams null: the call came over a transport without any
    public StreamObserver<OpenTunnelRequest> serve(
            CellId caller, @Nullable CallDatagrams datagrams, StreamObserver<OpenTunnelResponse> responses) {
        if (datagrams == null) {
            throw Faults.of(
                    FaultKind.PRECONDITION_FAILED,
                    "a tunnel needs HTTP datagrams, which this connection has not",
                    "call over HTTP/3");
        }
        return new Tunnel(caller, datagrams, (ServerCallStreamObserver<OpenTunnelResponse>) responses);
    }

    private void admit(CellId caller) {
        long allOpen = open.incrementAndGet();
        long its = openOf.computeIfAbsent(caller, cell -> new AtomicInteger()).incrementAndGet();
        try {
            all.check("tunnels", allOpen);
            perPeer.check("tunnels", its);
        } catch (FaultException full) {
            leave(caller);
            throw full;
        }
    }

    private void leave(CellId caller) {
        open.decrementAndGet();
        AtomicInteger its = openOf.get(caller);
        if (its != null) {
            its.decrementAndGet();
        }
    }

    private final class Tunnel implements StreamObserver<OpenTunnelRequest> {
        private final CellId caller;
        private final CallDatagrams datagrams;
        private final ServerCallStreamObserver<OpenTunnelResponse> responses;
        private final AtomicBoolean asked = new AtomicBoolean();
        private volatile @Nullable Channel socket;
        private volatile boolean ended;

        Tunnel(CellId caller, CallDatagrams datagrams, ServerCallStreamObserver<OpenTunnelResponse> responses) {
            this.caller = caller;
            this.datagrams = datagrams;
            this.responses = responses;
            responses.setOnCancelHandler(this::end);
        }

        @Override
        public void onNext(OpenTunnelRequest request) {
            if (!asked.compareAndSet(false, true)) {
                throw Faults.invalid("to_cell", "this tunnel is open already", "make another call for another tunnel");
            }
            InetSocketAddress target = peers.apply(new CellId(request.getToCell()), request.getService());
            if (target == null) {
                throw Faults.of(
                        FaultKind.NOT_FOUND,
                        request.getToCell() + "/" + request.getService() + " is no peer of this cell",
                        "tunnels lead to peers of the relay only");
            }
            admit(caller);
            RelaySocket.open(loops, target, datagrams, this::opened, failed -> {
                leave(caller);
                responses.onError(Status.UNAVAILABLE
                        .withDescription("the relay can't reach " + target + ": " + failed.getMessage())
                        .asRuntimeException());
            });
        }

        private synchronized void opened(Channel channel) {
            socket = channel;
            var unused = channel.closeFuture().addListener(closed -> leave(caller));
            if (ended) {
                channel.close();
                return;
            }
            responses.onNext(OpenTunnelResponse.newBuilder()
                    .setMaxPacketBytes(datagrams.maxBytes())
                    .build());
        }

        private synchronized void end() {
            ended = true;
            Channel open = socket;
            if (open != null) {
                open.close();
            }
        }

        @Override
        public void onError(Throwable cancelled) {
            end();
        }

        @Override
        public void onCompleted() {
            end();
            responses.onCompleted();
        }
    }
}
