/// `mcpctl services` and `mcpctl deregister`: a cell's view of all instances, as a table, as data, or live. The
/// live view rests on the Watch stream; it resumes where it stopped when the connection is lost.
@NullMarked
package dev.mcp2026.mcpctl.catalogue;

import org.jspecify.annotations.NullMarked;
