/// An example of two services that know each other by SPIFFE ID alone: `billing` serves over mutual TLS, `web` calls
/// it.
/// Their certificates come from the identity cache's Unix socket by way of java-spiffe, which knows nothing of this
/// project, and are renewed while calls go on.
@NullMarked
package dev.mcp2026.examples.identity;

import org.jspecify.annotations.NullMarked;
