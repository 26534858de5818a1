/// Configuration, assembly and life cycle.
@NullMarked
package dev.mcp2026.coordinator.app;

import org.jspecify.annotations.NullMarked;
