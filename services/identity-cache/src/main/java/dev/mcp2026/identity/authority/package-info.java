/// Where identities come from: the built-in authority, or SPIRE (or any SPIFFE implementation) through its Workload
/// API.
@NullMarked
package dev.mcp2026.identity.authority;

import org.jspecify.annotations.NullMarked;
