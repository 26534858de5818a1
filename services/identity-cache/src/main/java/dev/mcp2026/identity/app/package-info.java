/// How the identity cache is put together from its configuration, and what runs by itself.
@NullMarked
package dev.mcp2026.identity.app;

import org.jspecify.annotations.NullMarked;
