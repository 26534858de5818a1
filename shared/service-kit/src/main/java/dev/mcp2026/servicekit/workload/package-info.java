/// A client of the SPIFFE Workload API: a process' own SVIDs and bundles over a Unix socket, as they change.
@NullMarked
package dev.mcp2026.servicekit.workload;

import org.jspecify.annotations.NullMarked;
