/// Which way calls to a peer go: straight or through a third cell, over HTTP/2 or HTTP/3, and why. Pure: what is
/// measured and the time are handed in, a decision with its reason comes out.
///
/// Start reading at [dev.mcp2026.mesh.route.RouteDecider].
@NullMarked
package dev.mcp2026.mesh.route;

import org.jspecify.annotations.NullMarked;
