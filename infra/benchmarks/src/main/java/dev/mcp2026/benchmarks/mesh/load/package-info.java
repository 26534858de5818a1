/// The two programs between which the mesh is measured, a JVM each so that each can be put into a network of its own:
/// an echo service behind HTTP/3 and HTTP/2, and a client that makes load as it is told.
@NullMarked
package dev.mcp2026.benchmarks.mesh.load;

import org.jspecify.annotations.NullMarked;
