package dev.mcp2026.coordinator.lra;

/// A call that is due.
public sealed interface Errand {
    /// Have a participant complete or compensate.
    record End(int participant, boolean cancel) implements Errand {}

    /// Have it forget what it keeps for the LRA.
    record Forget(int participant) implements Errand {}

    /// Tell it how the LRA ended.
    record After(int participant) implements Errand {}

    /// Have a nested LRA end as the outer one does.
    ///
    /// @param last whether there is no way back after it: no LRA further out can be cancelled any more
    record EndNested(LraId nested, boolean cancel, boolean last) implements Errand {}

    /// Tell a nested LRA that the outer one is over.
    record Release(LraId nested) implements Errand {}
}
