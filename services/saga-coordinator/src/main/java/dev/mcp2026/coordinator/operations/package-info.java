/// What callers can do, once, with rights checked; gRPC and REST are two doors to it.
@NullMarked
package dev.mcp2026.coordinator.operations;

import org.jspecify.annotations.NullMarked;
