/// Which cells this user can talk to, and with what credentials: the context file, in the manner of kubeconfig.
/// Paths in it are relative to the file, so that a directory holding both can be moved.
@NullMarked
package dev.mcp2026.mcpctl.context;

import org.jspecify.annotations.NullMarked;
