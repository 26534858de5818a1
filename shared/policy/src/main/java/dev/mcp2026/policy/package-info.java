/// Policies: what they say, and what follows from them. No framework, no store.
@NullMarked
package dev.mcp2026.policy;

import org.jspecify.annotations.NullMarked;
