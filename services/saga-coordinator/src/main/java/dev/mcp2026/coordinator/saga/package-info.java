/// The saga as a state machine: what happened becomes state, and state and what comes in become what happens next.
/// Pure:
/// no clock, no randomness, no I/O. All that is to be done is read off the state, so that a coordinator which takes
/// over
/// goes on by itself.
@NullMarked
package dev.mcp2026.coordinator.saga;

import org.jspecify.annotations.NullMarked;
