/// `mcpctl why`: the causal story of a verdict, a route or an identity, told by the cell and laid out for a person.
@NullMarked
package dev.mcp2026.mcpctl.why;

import org.jspecify.annotations.NullMarked;
