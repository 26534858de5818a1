/// How answers reach a person or a program: tables with colours that stand only where a terminal shows them,
/// JSON and YAML for scripts. Text that came over the wire is cleaned of control characters first.
@NullMarked
package dev.mcp2026.mcpctl.output;

import org.jspecify.annotations.NullMarked;
