/// The gRPC door: messages to values, operations, and back.
@NullMarked
package dev.mcp2026.registry.api.grpc;

import org.jspecify.annotations.NullMarked;
