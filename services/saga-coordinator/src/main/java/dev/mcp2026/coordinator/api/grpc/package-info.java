/// `mcp2026.saga.v1` over gRPC.
@NullMarked
package dev.mcp2026.coordinator.api.grpc;

import org.jspecify.annotations.NullMarked;
