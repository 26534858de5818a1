/// `mcpctl trust`: makes the development trust domain that `./mcp up` runs on.
@NullMarked
package dev.mcp2026.mcpctl.trust;

import org.jspecify.annotations.NullMarked;
