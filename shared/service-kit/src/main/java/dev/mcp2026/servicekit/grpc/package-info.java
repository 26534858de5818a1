/// What stands before every gRPC method: authentication from the connection or the metadata, and the mapping of
/// faults to rich status. Services only throw.
@NullMarked
package dev.mcp2026.servicekit.grpc;

import org.jspecify.annotations.NullMarked;
