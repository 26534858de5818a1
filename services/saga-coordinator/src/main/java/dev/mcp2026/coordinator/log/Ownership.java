package dev.mcp2026.coordinator.log;

import dev.mcp2026.proto.saga.v1.ShardOwner;
import dev.mcp2026.store.Value;

/// A claim to a shard: who, and the fencing token of it, which grows with each claim.
///
/// @param epoch from 1
public record Ownership(Shard shard, String coordinator, long epoch) {
    /// As the store has it, for transactions that are void once it is another's.
    public Value value() {
        return Value.of(ShardOwner.newBuilder()
                .setCoordinator(coordinator)
                .setEpoch(epoch)
                .build()
                .toByteArray());
    }
}
