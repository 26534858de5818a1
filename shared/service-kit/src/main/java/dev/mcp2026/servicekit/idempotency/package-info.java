/// Requests that are sent twice are done once.
@NullMarked
package dev.mcp2026.servicekit.idempotency;

import org.jspecify.annotations.NullMarked;
