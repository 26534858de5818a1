/// Puts the registry together: configuration, the objects it makes, their start and their end. The
/// only room that
/// knows them all, and with `api` the only one that knows Quarkus.
@NullMarked
package dev.mcp2026.registry.app;

import org.jspecify.annotations.NullMarked;
