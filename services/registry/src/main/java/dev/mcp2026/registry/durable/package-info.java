/// What the registry keeps in the durable store: declared instances, those that have no lease.
@NullMarked
package dev.mcp2026.registry.durable;

import org.jspecify.annotations.NullMarked;
