/// Registration entries: which processes get which SPIFFE ID. They are kept in the durable store and found by what the
/// kernel says of a caller.
@NullMarked
package dev.mcp2026.identity.entry;

import org.jspecify.annotations.NullMarked;
