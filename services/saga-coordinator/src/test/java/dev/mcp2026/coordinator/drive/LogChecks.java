package dev.mcp2026.coordinator.drive;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.proto.saga.v1.LogEntry;
import dev.mcp2026.proto.saga.v1.ShardOwner;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.Txn;
import dev.mcp2026.testkit.sim.NodeId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Looks at each transaction that is about to be done: what it writes of logs and claims must not break a promise.
final class LogChecks {
    static final String ONLY_THE_OWNER_WRITES = "onlyTheOwnerWrites";
    static final String EPOCHS_GROW = "epochsGrow";
    static final String NO_GAP_IN_A_LOG = "noGapInALog";

    private static final String ROOT = "saga/" + World.CELL + "/";
    private static final String LOG = ROOT + "log/";
    private static final String SHARD = ROOT + "shard/";

    private record Last(long number, long epoch) {}

    private final SimTables tables;
    private final Map<String, Last> logs = new TreeMap<>();
    private final Map<String, Long> claims = new HashMap<>();
    private final Map<String, String> broken = new TreeMap<>();

    LogChecks(SimTables tables) {
        this.tables = tables;
    }

    Optional<String> violation(String promise) {
        return Optional.ofNullable(broken.get(promise));
    }

    /// All that have ever been begun.
    Set<String> sagas() {
        return Collections.unmodifiableSet(logs.keySet());
    }

    void before(NodeId from, Txn txn) {
        if (!tables.wouldDo(txn)) {
            return;
        }
        for (Op op : txn.then()) {
            if (op instanceof Op.Put put) {
                try {
                    String key = put.key().value();
                    if (key.startsWith(LOG)) {
                        entry(from, put, LogEntry.parseFrom(put.value().bytes()));
                    } else if (key.startsWith(SHARD)) {
                        claim(put, ShardOwner.parseFrom(put.value().bytes()));
                    }
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalStateException(put.key() + " can't be read", e);
                }
            }
        }
    }

    private void entry(NodeId from, Op.Put put, LogEntry entry) throws InvalidProtocolBufferException {
        String key = put.key().value();
        String saga = key.substring(LOG.length(), key.lastIndexOf('/'));
        long number = Long.parseLong(key.substring(key.lastIndexOf('/') + 1));
        Entry stored = tables.entry(new Key(SHARD + saga.charAt(saga.length() - 1)));
        ShardOwner owner = stored == null
                ? ShardOwner.getDefaultInstance()
                : ShardOwner.parseFrom(stored.value().bytes());
        String what = "entry " + number + " of " + saga + " by " + from + " in epoch " + entry.getEpoch();
        if (!owner.getCoordinator().equals(from.value()) || owner.getEpoch() != entry.getEpoch()) {
            broken.putIfAbsent(
                    ONLY_THE_OWNER_WRITES,
                    what + ", while the shard is of '" + owner.getCoordinator() + "' in epoch " + owner.getEpoch());
        }
        Last last = logs.getOrDefault(saga, new Last(0, 0));
        if (number != last.number() + 1) {
            broken.putIfAbsent(NO_GAP_IN_A_LOG, what + ", after entry " + last.number());
        }
        if (entry.getEpoch() < last.epoch()) {
            broken.putIfAbsent(EPOCHS_GROW, what + ", after one of epoch " + last.epoch());
        }
        logs.put(saga, new Last(number, entry.getEpoch()));
    }

    private void claim(Op.Put put, ShardOwner owner) {
        long before = claims.getOrDefault(put.key().value(), 0L);
        if (owner.getEpoch() <= before) {
            broken.putIfAbsent(
                    EPOCHS_GROW,
                    put.key() + " is claimed by " + owner.getCoordinator() + " in epoch " + owner.getEpoch()
                            + ", after one of epoch " + before);
        }
        claims.put(put.key().value(), owner.getEpoch());
    }
}
