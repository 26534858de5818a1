/// What the MicroProfile LRA TCK asks of whoever runs it: the archives made deployable, and a way to hear of a
/// coordinator
/// when it has done its part. It speaks Narayana's coordinator API and knows no coordinator by name, so that the same
/// suite measures any of them.
@NullMarked
package dev.mcp2026.lratck;

import org.jspecify.annotations.NullMarked;
