/// Hybrid logical clock (Kulkarni, Demirbas, Madappa, Avva, Leone: Logical Physical Clocks, OPODIS 2014).
/// Stamps everything that is replicated; refuses stamps from the far future; never goes back.
@NullMarked
package dev.mcp2026.kernel.clock;

import org.jspecify.annotations.NullMarked;
