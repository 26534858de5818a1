/// One named test for each MUST of SPIFFE's specifications, and seeded random ones for what strangers send.
@NullMarked
package dev.mcp2026.spiffe;

import org.jspecify.annotations.NullMarked;
