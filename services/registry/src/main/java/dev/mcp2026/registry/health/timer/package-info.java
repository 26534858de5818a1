/// A timer wheel for very many deadlines of which most are moved before they come due. A moved
/// deadline costs one
/// field write: the wheel looks at it again only when the old place is reached.
@NullMarked
package dev.mcp2026.registry.health.timer;

import org.jspecify.annotations.NullMarked;
