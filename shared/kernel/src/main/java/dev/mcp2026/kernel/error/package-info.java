/// One taxonomy of expected failures. It is mapped once to gRPC status and once to RFC 9457 problem details,
/// both in the service kit, and once to exit codes in `mcpctl`.
@NullMarked
package dev.mcp2026.kernel.error;

import org.jspecify.annotations.NullMarked;
