/// Who still holds a lease. Many leases that run out together say more about the network or about
/// this cell than about
/// those who held them, so they are held back for a while instead of being dropped.
@NullMarked
package dev.mcp2026.registry.health.lease;

import org.jspecify.annotations.NullMarked;
