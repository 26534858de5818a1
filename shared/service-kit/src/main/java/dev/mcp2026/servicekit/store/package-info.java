/// The durable store that a service is configured to use.
@NullMarked
package dev.mcp2026.servicekit.store;

import org.jspecify.annotations.NullMarked;
