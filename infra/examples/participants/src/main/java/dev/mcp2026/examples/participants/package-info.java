/// Three participants of the example saga `infra/examples/saga-order.yaml`: inventory and payment over HTTP, shipping
/// over gRPC. Each keeps its business and the barrier of `shared/saga-participant` in one SQLite file, so that whatever
/// dies when, a step takes effect once. Start reading at [dev.mcp2026.examples.participants.Business].
@NullMarked
package dev.mcp2026.examples.participants;

import org.jspecify.annotations.NullMarked;
