package dev.mcp2026.servicekit;

import dev.mcp2026.servicekit.probe.ProbeGrpc;
import dev.mcp2026.servicekit.probe.ProbeRequest;
import dev.mcp2026.servicekit.probe.ProbeResponse;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;

@GrpcService
class PlainProbe extends ProbeGrpc.ProbeImplBase {
    private final ProbeAnswers answers;

    PlainProbe(ProbeAnswers answers) {
        this.answers = answers;
    }

    @Override
    public void onEventLoop(ProbeRequest request, StreamObserver<ProbeResponse> out) {
        out.onNext(answers.answer(request.getFail(), request.getTenant()));
        out.onCompleted();
    }

    @Override
    @RunOnVirtualThread
    public void onVirtualThread(ProbeRequest request, StreamObserver<ProbeResponse> out) {
        out.onNext(answers.answer(request.getFail(), request.getTenant()));
        out.onCompleted();
    }

    @Override
    public void failing(ProbeRequest request, StreamObserver<ProbeResponse> out) {
        try {
            out.onNext(answers.answer(request.getFail(), request.getTenant()));
            out.onCompleted();
        } catch (RuntimeException thrown) {
            out.onError(thrown);
        }
    }

    @Override
    public StreamObserver<ProbeRequest> stream(StreamObserver<ProbeResponse> out) {
        return new StreamObserver<>() {
            @Override
            public void onNext(ProbeRequest request) {
                out.onNext(answers.answer(request.getFail(), request.getTenant()));
            }

            @Override
            public void onError(Throwable thrown) {}

            @Override
            public void onCompleted() {
                out.onCompleted();
            }
        };
    }
}
