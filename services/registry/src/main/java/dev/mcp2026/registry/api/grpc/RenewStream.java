package dev.mcp2026.registry.api.grpc;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.proto.registry.v1.RenewRequest;
import dev.mcp2026.proto.registry.v1.RenewResponse;
import dev.mcp2026.registry.watch.StreamQuota;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Heartbeats, one at a time: the next is asked for when there is room for its answer, so a client that sends and
/// does not read fills its own buffers and not ours. All callbacks come on the call's event loop.
final class RenewStream implements StreamObserver<RenewRequest> {
    private final ServerCallStreamObserver<RenewResponse> responses;
    private final UnaryOperator<RenewResponse.Builder> renewal;
    private final StreamQuota.@Nullable Place place;
    private boolean asked;

    /// @param renewal renews what `instance` and `sequence` say, and fills in the rest
    /// @param opening throws if the caller may have no further stream
    RenewStream(
            ServerCallStreamObserver<RenewResponse> responses,
            UnaryOperator<RenewResponse.Builder> renewal,
            Supplier<StreamQuota.Place> opening) {
        this.responses = responses;
        this.renewal = renewal;
        responses.disableAutoRequest();
        responses.setOnReadyHandler(this::proceed);
        responses.setOnCancelHandler(this::release);
        responses.setOnCloseHandler(this::release);
        this.place = open(opening);
        proceed();
    }

    /// A refusal goes to the stream: thrown here, before the stream is made, it would reach no one.
    private StreamQuota.@Nullable Place open(Supplier<StreamQuota.Place> opening) {
        try {
            return opening.get();
        } catch (FaultException e) {
            responses.onError(e);
            return null;
        }
    }

    private void release() {
        if (place != null) {
            place.close();
        }
    }

    private void proceed() {
        if (place != null && !asked && responses.isReady()) {
            asked = true;
            responses.request(1);
        }
    }

    @Override
    public void onNext(RenewRequest heartbeat) {
        if (place == null) {
            return;
        }
        asked = false;
        responses.onNext(answer(heartbeat));
        proceed();
    }

    /// One bad heartbeat is its own matter: the others on this stream keep their instances alive.
    private RenewResponse answer(RenewRequest heartbeat) {
        RenewResponse.Builder answer =
                RenewResponse.newBuilder().setInstance(heartbeat.getInstance()).setSequence(heartbeat.getSequence());
        try {
            KnownFields.require(heartbeat);
            return renewal.apply(answer).build();
        } catch (FaultException e) {
            return answer.setKnown(false).setError(e.fault().message()).build();
        }
    }

    @Override
    public void onError(Throwable failure) {
        release();
    }

    @Override
    public void onCompleted() {
        if (place != null) {
            place.close();
            responses.onCompleted();
        }
    }
}
