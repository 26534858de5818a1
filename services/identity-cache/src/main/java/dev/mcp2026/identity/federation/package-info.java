/// Trust domains that this one federates with (SPIFFE Federation): where their bundles are fetched, how whoever serves
/// them is authenticated, and when to look again. Also the other direction, this trust domain's own bundle for others.
@NullMarked
package dev.mcp2026.identity.federation;

import org.jspecify.annotations.NullMarked;
