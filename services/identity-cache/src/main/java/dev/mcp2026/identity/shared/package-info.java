/// The second cache level: trust bundles and tenants' intermediate certificates that the caches of a cell share, in
/// Redis or, without it, in the durable store. Nothing here is secret, and nothing read back is believed before its
/// signature: whoever can write to Redis can at most make a cache ask its upstream.
@NullMarked
package dev.mcp2026.identity.shared;

import org.jspecify.annotations.NullMarked;
