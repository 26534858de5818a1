/// The identity of a saga and of its steps.
@NullMarked
package dev.mcp2026.saga;

import org.jspecify.annotations.NullMarked;
