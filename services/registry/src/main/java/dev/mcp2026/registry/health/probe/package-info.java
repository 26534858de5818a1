/// Active looks at a target: TCP, HTTP and gRPC probes that block a virtual thread, and the idle
/// connection whose end
/// tells of a crash at once. A probe says what it met and judges nothing.
@NullMarked
package dev.mcp2026.registry.health.probe;

import org.jspecify.annotations.NullMarked;
