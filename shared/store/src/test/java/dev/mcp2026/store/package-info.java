/// The contract that every store keeps, run on each adapter.
@NullMarked
package dev.mcp2026.store;

import org.jspecify.annotations.NullMarked;
