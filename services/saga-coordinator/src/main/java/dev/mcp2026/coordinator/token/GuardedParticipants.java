package dev.mcp2026.coordinator.token;

import dev.mcp2026.coordinator.participant.Participants;
import dev.mcp2026.coordinator.participant.Request;
import dev.mcp2026.coordinator.participant.Token;
import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.kernel.error.FaultException;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/// Makes calls under their tokens: nobody else makes one meanwhile, and one that was made is not made again.
///
/// Successes are kept. What is not known is given back, so that the next attempt is made; so is a refusal, which had no
/// effect: a dead step that a person has retried is called again.
public final class GuardedParticipants implements Participants {
    private static final Logger LOG = Logger.getLogger(GuardedParticipants.class);
    /// Of a claim beyond its call's own limit, for the way to the store.
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Participants participants;
    private final TokenStore tokens;
    private final String owner;
    private final Duration lease;
    private final Set<Side> sides;

    /// @param owner this coordinator
    /// @param lease of a claim, if its call can't take longer
    /// @param sides whose calls are guarded
    public GuardedParticipants(
            Participants participants, TokenStore tokens, String owner, Duration lease, Set<Side> sides) {
        this.participants = participants;
        this.tokens = tokens;
        this.owner = owner;
        this.lease = lease;
        this.sides = Set.copyOf(sides);
    }

    @Override
    public Outcome call(Request request) throws InterruptedException {
        if (!sides.contains(request.side())) {
            return participants.call(request);
        }
        Token token = request.token();
        Holder holder = new Holder(owner, request.epoch());
        TokenStore.Claim claim;
        try {
            claim = claim(request, holder);
        } catch (FaultException e) {
            return new Outcome.NotMade(
                    "its token can't be claimed: " + e.fault().detail());
        }
        return switch (claim) {
            case TokenStore.Claim.Claimed _ -> settled(token, holder, participants.call(request));
            case TokenStore.Claim.Done done -> Outcomes.read(done.result());
            case TokenStore.Claim.Held held ->
                new Outcome.NotMade(
                        held.by() + " may be at it for " + held.left().toMillis() + " ms");
            case TokenStore.Claim.Fenced fenced ->
                new Outcome.NotMade("epoch " + fenced.epoch() + " is newer than " + request.epoch());
            case TokenStore.Claim.Collision collision ->
                new Outcome.Refusal("not called: token " + token.value() + " is that of resource '" + collision.other()
                        + "' too; give the step another resource key than '" + token.resource() + "'");
        };
    }

    /// Waits within the call's own limit for one who died to lose it: else a takeover would use up attempts.
    private TokenStore.Claim claim(Request request, Holder holder) throws InterruptedException {
        Duration longest = request.limit().plus(MARGIN);
        Duration span = lease.compareTo(longest) >= 0 ? lease : longest;
        long began = System.nanoTime();
        while (true) {
            TokenStore.Claim claim = tokens.claim(request.token(), holder, span);
            boolean over = System.nanoTime() - began >= request.limit().toNanos();
            if (over || !(claim instanceof TokenStore.Claim.Held held)) {
                return claim;
            }
            Thread.sleep(held.left().compareTo(PAUSE) < 0 ? held.left() : PAUSE);
        }
    }

    /// The outcome is known whatever the token store says: the saga's log is what decides.
    private Outcome settled(Token token, Holder holder, Outcome outcome) {
        try {
            TokenStore.Settled settled = switch (outcome) {
                case Outcome.Success success -> tokens.done(token, holder, Outcomes.written(success));
                case Outcome.Refusal _, Outcome.Unknown _, Outcome.NotMade _ -> {
                    tokens.release(token, holder);
                    yield TokenStore.Settled.KEPT;
                }
            };
            if (settled == TokenStore.Settled.LOST) {
                LOG.warnf("token was another's when its call ended token=%s holder=%s", token.value(), holder);
            }
        } catch (FaultException e) {
            LOG.warnf(
                    "token not settled token=%s reason=%s",
                    token.value(), e.fault().detail());
        }
        return outcome;
    }
}
