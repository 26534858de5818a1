package dev.mcp2026.saga.participant;

/// What a step does.
///
/// @param <T> the transaction that it does so in
/// @param <X> what it throws to be rolled back and run again at the next call
@FunctionalInterface
public interface Work<T, X extends Exception> {
    /// Runs in the barrier's transaction, which the barrier ends. Only what is written by `transaction` takes effect
    /// once: the database may make the barrier run the work again after it has rolled the transaction back.
    Verdict run(T transaction) throws X;
}
