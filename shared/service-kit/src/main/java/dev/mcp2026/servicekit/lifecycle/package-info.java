/// Going down without failing anyone: readiness first, then running calls may end, then the process stops.
@NullMarked
package dev.mcp2026.servicekit.lifecycle;

import org.jspecify.annotations.NullMarked;
