/// An example of a service that the registry watches: one gRPC method and the standard health service, in plain
/// Java, so that it starts in a fraction of a second.
@NullMarked
package dev.mcp2026.examples.greeter;

import org.jspecify.annotations.NullMarked;
