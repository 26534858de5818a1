/// What callers over the network may do: entries, certificates for their own keys, explanations.
@NullMarked
package dev.mcp2026.identity.operations;

import org.jspecify.annotations.NullMarked;
