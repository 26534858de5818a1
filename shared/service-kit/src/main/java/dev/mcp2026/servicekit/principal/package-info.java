/// Who is calling. A credential (X.509-SVID or bearer token) becomes a [Principal] at the edge of either protocol,
/// and [CurrentCall] gives it to the code behind, on whatever thread that runs.
@NullMarked
package dev.mcp2026.servicekit.principal;

import org.jspecify.annotations.NullMarked;
