/// The Unix socket on which workloads are served, and what the kernel says of who connects to it.
@NullMarked
package dev.mcp2026.identity.socket;

import org.jspecify.annotations.NullMarked;
