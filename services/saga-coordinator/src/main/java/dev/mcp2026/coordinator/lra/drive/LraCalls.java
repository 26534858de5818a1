package dev.mcp2026.coordinator.lra.drive;

import dev.mcp2026.coordinator.lra.Answer;
import dev.mcp2026.coordinator.lra.Lra;
import dev.mcp2026.coordinator.lra.LraParticipant;

/// Calls of participants. All block, and belong on virtual threads; a failure is an [Answer.Unknown].
public interface LraCalls {
    Answer end(Lra lra, LraParticipant participant, boolean cancel) throws InterruptedException;

    /// How far it is with what it was told.
    Answer status(Lra lra, LraParticipant participant, boolean cancel) throws InterruptedException;

    Answer forget(Lra lra, LraParticipant participant) throws InterruptedException;

    Answer after(Lra lra, LraParticipant participant) throws InterruptedException;
}
