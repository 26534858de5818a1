/// `mcp2026.identity.v1` for the suite's own services and mcpctl.
@NullMarked
package dev.mcp2026.identity.api.grpc;

import org.jspecify.annotations.NullMarked;
