/// The peer of `./mcp bench saga`: the Narayana LRA coordinator as it comes, in RESTEasy on Undertow.
@NullMarked
package dev.mcp2026.benchmarks.narayana;

import org.jspecify.annotations.NullMarked;
