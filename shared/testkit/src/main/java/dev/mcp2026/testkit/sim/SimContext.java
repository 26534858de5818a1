package dev.mcp2026.testkit.sim;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/// All that a node knows of the world. What it needs of time, chance and network it must take from here, else runs
/// are not repeatable.
public interface SimContext {
    NodeId self();

    /// Sends to a node, itself included; may be lost, repeated, late and out of order. The message itself arrives,
    /// not a copy: make it immutable.
    void send(NodeId to, Object message);

    /// Calls [SimNode#onTimer] with `timer` once after `delay` of this node's monotonic clock.
    void setTimer(Duration delay, Object timer);

    /// Forgets each timer that is set and equal to `timer`.
    void cancelTimer(Object timer);

    /// This node's wall clock: skewed, drifting and jumping.
    InstantSource clock();

    /// This node's monotonic clock in nanoseconds: it drifts, and never jumps.
    long nanoTime();

    /// This node's own randomness; other nodes' draws don't disturb it.
    RandomGenerator random();

    /// What survives a crash of this node: put in synchronously, kept at once, as on a disk that is synced.
    Map<String, Object> disk();

    /// Adds a line to the trace that a failure prints.
    void trace(String note);
}
