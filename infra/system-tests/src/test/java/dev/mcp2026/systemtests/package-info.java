/// The suite as its users run it: packaged applications as processes, real servers watched by
/// them, real crashes, and
/// clients that come in over TLS. With `MCP_NATIVE=1` the native binaries take the place of the jars.
@NullMarked
package dev.mcp2026.systemtests;

import org.jspecify.annotations.NullMarked;
