/// `./mcp bench identity`: identities over the Unix socket, from a real cache in a process of its own.
@NullMarked
package dev.mcp2026.benchmarks.identity;

import org.jspecify.annotations.NullMarked;
