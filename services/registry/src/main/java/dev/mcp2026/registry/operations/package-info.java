/// What the registry does for its callers, once: gRPC and REST are two thin doors to these
/// operations. Each asks
/// first whether the caller may.
@NullMarked
package dev.mcp2026.registry.operations;

import org.jspecify.annotations.NullMarked;
