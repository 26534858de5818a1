/// Federation against real TLS servers and a real store.
@NullMarked
package dev.mcp2026.identity.federation;

import org.jspecify.annotations.NullMarked;
