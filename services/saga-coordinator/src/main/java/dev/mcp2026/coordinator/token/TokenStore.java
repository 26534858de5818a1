package dev.mcp2026.coordinator.token;

import dev.mcp2026.coordinator.participant.Token;
import java.time.Duration;

/// Keeps one call from being made by two, and what it came to.
///
/// A token is free, claimed by a holder until its lease is over, or done for good. All methods throw
/// [dev.mcp2026.kernel.error.FaultException] where the store gives no answer: then nothing is known.
public interface TokenStore {
    /// What came of a claim.
    sealed interface Claim {
        /// It is the holder's until the lease is over; also where it was so already.
        record Claimed() implements Claim {}

        /// Another is making the call.
        ///
        /// @param left after which it may be taken over
        record Held(String by, Duration left) implements Claim {}

        /// The call was made.
        record Done(String result) implements Claim {}

        /// A newer owner of the saga was here: this one is owner no longer.
        record Fenced(long epoch) implements Claim {}

        /// The same token of another resource: the 64 bits of both keys' hashes are the same.
        record Collision(String other) implements Claim {}
    }

    /// What came of an end.
    enum Settled {
        /// The result is kept, or was already.
        KEPT,
        /// The token is another's since.
        LOST
    }

    /// @param lease after which another may have it; longer than the call can take
    Claim claim(Token token, Holder holder, Duration lease);

    /// @param result not empty
    Settled done(Token token, Holder holder, String result);

    /// Gives it back: what became of the call is not known. Nothing happens where it is not the holder's.
    void release(Token token, Holder holder);
}
