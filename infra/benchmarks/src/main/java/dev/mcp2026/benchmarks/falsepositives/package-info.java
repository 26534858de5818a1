/// How often a healthy server is called down, and how fast a faulty one is. The same real servers are watched by the
/// registry's health monitor and by a plain HTTP poll in the same run, while labelled disturbances hit them.
@NullMarked
package dev.mcp2026.benchmarks.falsepositives;

import org.jspecify.annotations.NullMarked;
