package dev.mcp2026.testkit.sim;

/// The code under test on one node. Called by one thread only, never reentrantly; it must not block.
public interface SimNode {
    /// The node starts, also again after a crash; first timers are set here.
    default void onStart() {}

    void onMessage(NodeId from, Object message);

    /// A timer set by [SimContext#setTimer] expired. Timers set before a crash never do.
    void onTimer(Object timer);
}
