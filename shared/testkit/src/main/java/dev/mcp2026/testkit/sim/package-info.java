/// Seeded, deterministic simulation of a distributed system in one thread and in virtual time: nodes with clocks that
/// disagree, a network that delays, loses, repeats, reorders and partitions, crashes, and invariants that are checked
/// after each step. A failure prints the seed that repeats it.
///
/// Start reading at [dev.mcp2026.testkit.sim.Simulation].
@NullMarked
package dev.mcp2026.testkit.sim;

import org.jspecify.annotations.NullMarked;
