/// What `mcpctl apply` reads: documents of `apiVersion: mcp2026/v1`, turned into registrations of services and into
/// entries
/// of the identity cache. Everything is validated here, before the first call, so that a file with a mistake changes
/// nothing.
@NullMarked
package dev.mcp2026.mcpctl.manifest;

import org.jspecify.annotations.NullMarked;
