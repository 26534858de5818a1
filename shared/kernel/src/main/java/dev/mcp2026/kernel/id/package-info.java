/// Typed identifiers. Every id is a record that refuses a malformed value when it is made, so a
/// `ServiceName` in hand is always a valid one. The grammar is RFC 1123's label, as in Kubernetes.
@NullMarked
package dev.mcp2026.kernel.id;

import org.jspecify.annotations.NullMarked;
