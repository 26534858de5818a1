/// The coordinator's own memory of calls, beside the log and the participant's barrier: who is making a call, and what
/// it came to. For participants that keep no tokens themselves.
@NullMarked
package dev.mcp2026.coordinator.token;

import org.jspecify.annotations.NullMarked;
