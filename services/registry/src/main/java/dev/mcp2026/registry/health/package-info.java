/// From evidence to verdict: one pure decider, and around it the probes, timers and heartbeat
/// windows that feed it.
/// A verdict always names its evidence and says whether target, path or observer is believed at fault.
@NullMarked
package dev.mcp2026.registry.health;

import org.jspecify.annotations.NullMarked;
