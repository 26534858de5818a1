package dev.mcp2026.store;

import dev.mcp2026.kernel.error.Faults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// If all `compares` hold, `then` is done, otherwise `orElse`; wholly and at one revision, or not at all.
/// A branch may touch a key with one put or delete only (etcd's rule: the result may not depend on the order).
public record Txn(List<Compare> compares, List<Op> then, List<Op> orElse) {
    public Txn {
        compares = List.copyOf(compares);
        then = List.copyOf(then);
        orElse = List.copyOf(orElse);
        requireOneWriteEach("then", then);
        requireOneWriteEach("orElse", orElse);
    }

    /// Does `ops` unconditionally.
    public static Txn of(Op... ops) {
        return new Txn(List.of(), List.of(ops), List.of());
    }

    public static Txn when(Compare... compares) {
        return new Txn(List.of(compares), List.of(), List.of());
    }

    public Txn then(Op... ops) {
        return new Txn(compares, List.of(ops), orElse);
    }

    public Txn orElse(Op... ops) {
        return new Txn(compares, then, List.of(ops));
    }

    private static void requireOneWriteEach(String field, List<Op> ops) {
        Set<Key> puts = new HashSet<>();
        Set<Key> deletes = new HashSet<>();
        List<KeyPrefix> prefixes = new ArrayList<>();
        for (Op op : ops) {
            boolean fresh = switch (op) {
                case Op.Put put -> puts.add(put.key());
                case Op.Delete delete -> deletes.add(delete.key());
                case Op.DeletePrefix delete -> prefixes.add(delete.prefix());
                case Op.Get _ -> true;
            };
            if (!fresh) {
                throw twice(field, op);
            }
        }
        for (Key key : puts) {
            if (deletes.contains(key) || prefixes.stream().anyMatch(key::startsWith)) {
                throw twice(field, Op.delete(key));
            }
        }
    }

    private static RuntimeException twice(String field, Op op) {
        String what = switch (op) {
            case Op.Put put -> put.key().value();
            case Op.Delete delete -> delete.key().value();
            case Op.DeletePrefix delete -> delete.prefix().toString();
            case Op.Get get -> get.key().value();
        };
        return Faults.invalid(field, what + " is written twice in one transaction", "keep one write of it");
    }
}
