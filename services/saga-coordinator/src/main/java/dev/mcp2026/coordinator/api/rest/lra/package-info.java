/// The LRA coordinator's REST interface, as Narayana's clients of versions 1.0 to 1.2 call it.
@NullMarked
package dev.mcp2026.coordinator.api.rest.lra;

import org.jspecify.annotations.NullMarked;
