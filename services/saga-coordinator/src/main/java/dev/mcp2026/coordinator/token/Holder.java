package dev.mcp2026.coordinator.token;

/// Who makes a call.
///
/// @param owner the coordinator
/// @param epoch of its claim to the saga's shard, from 1
public record Holder(String owner, long epoch) {
    public Holder {
        if (owner.isEmpty() || epoch < 1) {
            throw new IllegalArgumentException("no holder: '" + owner + "' with epoch " + epoch);
        }
    }

    @Override
    public String toString() {
        return epoch + "@" + owner;
    }
}
