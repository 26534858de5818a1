/// `mcpctl identity`: who gets which SPIFFE identity in a cell, what its identity cache holds, and why. Workloads do
/// not
/// come this way; they use the Workload API on the cache's socket.
@NullMarked
package dev.mcp2026.mcpctl.identity;

import org.jspecify.annotations.NullMarked;
