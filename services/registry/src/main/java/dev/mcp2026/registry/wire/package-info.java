/// Between the contract's messages and the domain's values. Everything that comes in is validated
/// here, and an error
/// names the field by its path in the message.
@NullMarked
package dev.mcp2026.registry.wire;

import org.jspecify.annotations.NullMarked;
