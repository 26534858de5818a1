/// The identity cache: SPIFFE identities for every workload, one hop away.
@NullMarked
package dev.mcp2026.identity;

import org.jspecify.annotations.NullMarked;
