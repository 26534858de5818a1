/// The ways to a cell's registry and to its identity cache: a gRPC channel with mutual TLS each, a deadline on every
/// call,
/// and failures told in terms of the cell, its address and what to do, rather than of the transport.
@NullMarked
package dev.mcp2026.mcpctl.connection;

import org.jspecify.annotations.NullMarked;
