package dev.mcp2026.store.etcd;

import dev.mcp2026.store.Compare;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.LeaseId;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.Relation;
import dev.mcp2026.store.Revision;
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.Value;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.watch.WatchEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// Our types to jetcd's and back, putting the root before each key and taking it off again.
final class EtcdCodec {
    private final String root;

    EtcdCodec(String root) {
        this.root = root;
    }

    ByteSequence key(Key key) {
        return ascii(root + key.value());
    }

    ByteSequence prefix(KeyPrefix prefix) {
        return ascii(root + prefix.value());
    }

    /// The first key that no longer has the prefix.
    ByteSequence prefixEnd(KeyPrefix prefix) {
        String all = root + prefix.value();
        int last = all.length() - 1;
        return ascii(all.substring(0, last) + (char) (all.charAt(last) + 1));
    }

    /// The first possible key after `key`.
    ByteSequence successor(Key key) {
        return ascii(root + key.value() + '\0');
    }

    Entry entry(KeyValue kv) {
        return new Entry(
                key(kv),
                Value.of(kv.getValue().getBytes()),
                new Revision(kv.getCreateRevision()),
                new Revision(kv.getModRevision()),
                kv.getVersion(),
                new LeaseId(kv.getLease()));
    }

    StoreEvent event(WatchEvent event) {
        KeyValue kv = event.getKeyValue();
        return event.getEventType() == WatchEvent.EventType.PUT
                ? new StoreEvent.Put(entry(kv))
                : new StoreEvent.Deleted(key(kv), new Revision(kv.getModRevision()));
    }

    Cmp[] compares(List<Compare> compares) {
        return compares.stream().map(this::compare).toArray(Cmp[]::new);
    }

    private Cmp compare(Compare compare) {
        ByteSequence key = key(compare.key());
        return switch (compare) {
            case Compare.Modified c ->
                cmp(key, c.relation(), CmpTarget.modRevision(c.revision().value()));
            case Compare.Version c -> cmp(key, c.relation(), CmpTarget.version(c.version()));
            case Compare.ValueIs c ->
                cmp(
                        key,
                        Relation.EQUAL,
                        CmpTarget.value(ByteSequence.from(c.value().bytes())));
            case Compare.Exists _ -> cmp(key, Relation.GREATER, CmpTarget.version(0));
            case Compare.Absent _ -> cmp(key, Relation.EQUAL, CmpTarget.version(0));
        };
    }

    private static Cmp cmp(ByteSequence key, Relation relation, CmpTarget<?> target) {
        Cmp.Op op = switch (relation) {
            case EQUAL -> Cmp.Op.EQUAL;
            case NOT_EQUAL -> Cmp.Op.NOT_EQUAL;
            case GREATER -> Cmp.Op.GREATER;
            case LESS -> Cmp.Op.LESS;
        };
        return new Cmp(key, op, target);
    }

    io.etcd.jetcd.op.Op[] ops(List<Op> ops) {
        return ops.stream().map(this::op).toArray(io.etcd.jetcd.op.Op[]::new);
    }

    private io.etcd.jetcd.op.Op op(Op op) {
        return switch (op) {
            case Op.Put put ->
                io.etcd.jetcd.op.Op.put(
                        key(put.key()),
                        ByteSequence.from(put.value().bytes()),
                        PutOption.builder().withLeaseId(put.lease().value()).build());
            case Op.Delete delete -> io.etcd.jetcd.op.Op.delete(key(delete.key()), DeleteOption.DEFAULT);
            case Op.DeletePrefix delete ->
                io.etcd.jetcd.op.Op.delete(
                        prefix(delete.prefix()),
                        DeleteOption.builder()
                                .withRange(prefixEnd(delete.prefix()))
                                .build());
            case Op.Get get -> io.etcd.jetcd.op.Op.get(key(get.key()), GetOption.DEFAULT);
        };
    }

    Stream<Entry> entries(List<KeyValue> kvs) {
        return kvs.stream().map(this::entry);
    }

    private Key key(KeyValue kv) {
        return new Key(kv.getKey().toString(StandardCharsets.US_ASCII).substring(root.length()));
    }

    private static ByteSequence ascii(String text) {
        return ByteSequence.from(text, StandardCharsets.US_ASCII);
    }
}
