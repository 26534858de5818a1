/// The running mesh of one process: paths to its peers are probed, reports exchanged, routes decided, and channels
/// follow them. [MeshNode] is where to start reading.
@NullMarked
package dev.mcp2026.mesh.node;

import org.jspecify.annotations.NullMarked;
