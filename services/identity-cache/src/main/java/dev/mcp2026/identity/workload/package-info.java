/// What a process on this machine gets: its SVIDs and the bundles to check others with, now and whenever they change.
/// Over the SPIFFE Workload API and Envoy's SDS, on one Unix socket.
@NullMarked
package dev.mcp2026.identity.workload;

import org.jspecify.annotations.NullMarked;
