package dev.mcp2026.coordinator.participant;

import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.saga.definition.Call;

/// Calls each participant by what it speaks.
public final class RoutedParticipants implements Participants {
    private final HttpParticipants http;
    private final GrpcParticipants grpc;

    public RoutedParticipants(HttpParticipants http, GrpcParticipants grpc) {
        this.http = http;
        this.grpc = grpc;
    }

    @Override
    public Outcome call(Request request) throws InterruptedException {
        return switch (request.call()) {
            case Call.Http call -> http.call(request, call);
            case Call.Grpc call -> grpc.call(request, call);
        };
    }
}
