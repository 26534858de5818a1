/// What a run found: rows of ours against a peer, as a table for people and as JSON for everything else.
@NullMarked
package dev.mcp2026.benchmarks.report;

import org.jspecify.annotations.NullMarked;
