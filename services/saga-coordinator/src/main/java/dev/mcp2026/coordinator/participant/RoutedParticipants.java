package dev.mcp2026.coordinator.participant;

import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.saga.definition.Call;

/// Calls each participant by what it speaks.
public final class RoutedParticipants implements Participants {
    private final HttpParticipants http;

    public RoutedParticipants(HttpParticipants http) {
        this.http = http;
    }

    @Override
    public Outcome call(Request request) throws InterruptedException {
        return switch (request.call()) {
            case Call.Http call -> http.call(request, call);
            case Call.Grpc _ -> new Outcome.Refusal("gRPC participants are not called yet");
        };
    }
}
