/// Registry cells as processes of their own, with a trust domain, a client with mutual TLS, and WAN relays between
/// them. All of it lives in one temporary folder and ends with the run.
@NullMarked
package dev.mcp2026.benchmarks.cell;

import org.jspecify.annotations.NullMarked;
