package dev.mcp2026.coordinator.breaker;

import dev.mcp2026.coordinator.participant.Addresses;
import dev.mcp2026.coordinator.participant.Participants;
import dev.mcp2026.coordinator.participant.Request;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.kernel.limit.Limit;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/// Lets so many calls be under way at once. Compensations of a participant whose breaker is open wait before that, for
/// it to be back: failing them at once would make them late, and dead letters of those whose attempts are counted.
public final class AdmittedParticipants implements Participants {
    private final Participants participants;
    private final Addresses addresses;
    private final Breakers breakers;
    private final InstantSource clock;
    private final Semaphore permits;

    /// @param calls under way at once
    public AdmittedParticipants(
            Participants participants, Addresses addresses, Breakers breakers, InstantSource clock, Limit calls) {
        this.participants = participants;
        this.addresses = addresses;
        this.breakers = breakers;
        this.clock = clock;
        this.permits = new Semaphore((int) calls.max());
    }

    @Override
    public Outcome call(Request request) throws InterruptedException {
        if (request.side() == Side.COMPENSATION) {
            String participant = addresses.authority(request);
            if (!breakers.of(participant).pass(request.limit())) {
                return new Outcome.NotMade("the breaker of " + participant + " is open");
            }
        }
        permits.acquire();
        try {
            return participants.call(request.at(clock.instant()));
        } finally {
            permits.release();
        }
    }
}
