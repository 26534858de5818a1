/// Policies: how fast an index of rules decides.
@NullMarked
package dev.mcp2026.benchmarks.policy;

import org.jspecify.annotations.NullMarked;
