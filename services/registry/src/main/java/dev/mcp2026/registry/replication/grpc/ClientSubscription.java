package dev.mcp2026.registry.replication.grpc;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.proto.registry.v1.Ping;
import dev.mcp2026.proto.registry.v1.Pong;
import dev.mcp2026.proto.registry.v1.SubscribeRequest;
import dev.mcp2026.proto.registry.v1.SubscribeResponse;
import dev.mcp2026.registry.replication.PeerTransport;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The subscriber's end of one stream.
final class ClientSubscription
        implements ClientResponseObserver<SubscribeRequest, SubscribeResponse>, PeerTransport.Subscription {
    private final PeerTransport.Inbound inbound;
    private final InstantSource wall;
    private final Runnable release;
    private @Nullable ClientCallStreamObserver<SubscribeRequest> requests;

    ClientSubscription(PeerTransport.Inbound inbound, InstantSource wall, Runnable release) {
        this.inbound = inbound;
        this.wall = wall;
        this.release = release;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SubscribeRequest> stream) {
        requests = stream;
    }

    /// The stream of a call is not thread-safe; ticks and answers to pings come from two threads.
    synchronized void send(SubscribeRequest frame) {
        if (requests != null) {
            requests.onNext(frame);
        }
    }

    @Override
    public void ping(long wallNs) {
        try {
            send(SubscribeRequest.newBuilder()
                    .setPing(Ping.newBuilder().setOriginNs(wallNs))
                    .build());
        } catch (IllegalStateException alreadyOver) {
            // The call ended between two ticks; onError tells the reason.
        }
    }

    @Override
    public void onNext(SubscribeResponse frame) {
        try {
            switch (frame.getFrameCase()) {
                case WELCOME -> inbound.welcome(Frames.decode(frame.getWelcome()));
                case DELTA -> inbound.batch(Frames.decode(frame.getDelta()));
                case PING -> answer(frame.getPing());
                case PONG -> {
                    Pong pong = frame.getPong();
                    inbound.pong(
                            pong.getOriginNs(),
                            pong.getReceiveNs(),
                            pong.getTransmitNs(),
                            WallClock.nanos(wall),
                            Frames.silent(pong.getSilentList()));
                }
                case FRAME_NOT_SET -> {}
            }
        } catch (FaultException e) {
            inbound.ended(e.fault());
            close();
        }
    }

    private void answer(Ping ping) {
        long now = WallClock.nanos(wall);
        send(SubscribeRequest.newBuilder()
                .setPong(Pong.newBuilder()
                        .setOriginNs(ping.getOriginNs())
                        .setReceiveNs(now)
                        .setTransmitNs(now))
                .build());
    }

    @Override
    public void onError(Throwable failure) {
        inbound.ended(GrpcFaults.fromGrpc(
                Status.fromThrowable(failure).asRuntimeException(Status.trailersFromThrowable(failure))));
        release.run();
    }

    @Override
    public void onCompleted() {
        inbound.ended(
                new Fault(FaultKind.UNAVAILABLE, null, "the peer ended the subscription", "it may be shutting down"));
        release.run();
    }

    @Override
    public synchronized void close() {
        if (requests != null) {
            requests.cancel("closed by the subscriber", null);
        }
        release.run();
    }
}
