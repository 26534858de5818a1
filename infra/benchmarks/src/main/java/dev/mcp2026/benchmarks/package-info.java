/// `./mcp bench registry`: what issue 1 promises, measured on real processes beside a peer in the same run. Sections
/// run one after the other and fill one table; each can run alone.
@NullMarked
package dev.mcp2026.benchmarks;

import org.jspecify.annotations.NullMarked;
