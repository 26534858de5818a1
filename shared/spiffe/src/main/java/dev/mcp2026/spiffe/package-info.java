/// SPIFFE's documents and the rules to check them by: X.509-SVIDs, JWT-SVIDs, trust bundles and certificate chains.
/// Pure functions over certificates and keys; who gets which is the identity cache's to decide.
@NullMarked
package dev.mcp2026.spiffe;

import org.jspecify.annotations.NullMarked;
