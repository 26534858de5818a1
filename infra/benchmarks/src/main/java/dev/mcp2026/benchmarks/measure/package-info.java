/// How latency, throughput and memory are taken. The same code drives ours and the peer, so that both are asked the
/// same and measured at the same place.
@NullMarked
package dev.mcp2026.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
