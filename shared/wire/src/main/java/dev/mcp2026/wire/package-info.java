/// How a fault travels: the one mapping of the kernel's taxonomy to gRPC status and to RFC 9457 problem details.
/// Servers write with it and clients read with it, so both sides agree by construction.
@NullMarked
package dev.mcp2026.wire;

import org.jspecify.annotations.NullMarked;
