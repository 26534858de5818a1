/// The way to participants: what is called, with which token, by HTTP or gRPC, and what the answer means.
@NullMarked
package dev.mcp2026.coordinator.participant;

import org.jspecify.annotations.NullMarked;
