/// What is registered: instances with their endpoints, labels and checks, and the limits they must
/// keep.
/// The records here validate themselves, so nothing malformed gets past the edge.
@NullMarked
package dev.mcp2026.registry.catalogue;

import org.jspecify.annotations.NullMarked;
