/// How cells learn each other's records: each cell subscribes to its peers and gets deltas in the
/// sender's order of
/// changes, from where it stopped; a periodic digest finds and repairs what got lost all the same.
/// The logic here knows
/// no network: [PeerTransport] carries it, over gRPC in `replication.grpc`, in a simulation in the
/// tests.
@NullMarked
package dev.mcp2026.registry.replication;

import org.jspecify.annotations.NullMarked;
