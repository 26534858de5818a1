/// What a principal may do. Services name their actions and the roles that may do them; everything else is denied,
/// and no tenant role acts outside its own tenant.
@NullMarked
package dev.mcp2026.servicekit.authorization;

import org.jspecify.annotations.NullMarked;
