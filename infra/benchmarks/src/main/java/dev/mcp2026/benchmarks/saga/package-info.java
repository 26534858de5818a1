/// `./mcp bench saga`: our coordinator and the Narayana LRA coordinator with the same participants.
@NullMarked
package dev.mcp2026.benchmarks.saga;

import org.jspecify.annotations.NullMarked;
