/// The mesh in a Quarkus process: every gRPC service is served over HTTP/3 beside HTTP/2, with the same interceptors
/// and contexts, and channels to other cells can be injected.
@NullMarked
package dev.mcp2026.servicekit.mesh;

import org.jspecify.annotations.NullMarked;
