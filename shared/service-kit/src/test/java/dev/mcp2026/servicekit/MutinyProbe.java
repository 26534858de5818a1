package dev.mcp2026.servicekit;

import dev.mcp2026.servicekit.probe.ProbeRequest;
import dev.mcp2026.servicekit.probe.ProbeResponse;
import dev.mcp2026.servicekit.probe.ReactiveProbe;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

@GrpcService
class MutinyProbe implements ReactiveProbe {
    private final ProbeAnswers answers;

    MutinyProbe(ProbeAnswers answers) {
        this.answers = answers;
    }

    /// Answers a moment later, from a timer: the call must still be known.
    @Override
    public Uni<ProbeResponse> ask(ProbeRequest request) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(1))
                .map(_ -> answers.answer(request.getFail(), request.getTenant()));
    }

    @Override
    public Multi<ProbeResponse> watch(ProbeRequest request) {
        return Multi.createFrom()
                .items(1, 2, 3)
                .map(number -> answers.answer(number == 3 ? request.getFail() : "", request.getTenant()));
    }
}
