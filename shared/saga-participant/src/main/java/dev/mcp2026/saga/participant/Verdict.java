package dev.mcp2026.saga.participant;

/// How the work of a step ended. It is recorded, and told to every repeat. What may go better next time is an
/// exception instead: it rolls the work back and leaves nothing, so that a retry runs the work again.
public sealed interface Verdict {
    /// The work is done.
    ///
    /// @param text what to answer, as a rule JSON
    record Result(String text) implements Verdict {}

    /// The business says no, and would say so again. What the work wrote is rolled back.
    ///
    /// @param text why, for a person
    record Refusal(String text) implements Verdict {}
}
