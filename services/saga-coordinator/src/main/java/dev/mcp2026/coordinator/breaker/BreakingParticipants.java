package dev.mcp2026.coordinator.breaker;

import dev.mcp2026.coordinator.participant.Addresses;
import dev.mcp2026.coordinator.participant.Participants;
import dev.mcp2026.coordinator.participant.Request;
import dev.mcp2026.coordinator.saga.Outcome;

/// Calls only participants whose breaker lets it, and tells the breaker what came of it.
public final class BreakingParticipants implements Participants {
    private final Participants participants;
    private final Addresses addresses;
    private final Breakers breakers;

    public BreakingParticipants(Participants participants, Addresses addresses, Breakers breakers) {
        this.participants = participants;
        this.addresses = addresses;
        this.breakers = breakers;
    }

    @Override
    public Outcome call(Request request) throws InterruptedException {
        return breakers.of(addresses.authority(request)).call(request.limit(), () -> participants.call(request));
    }
}
