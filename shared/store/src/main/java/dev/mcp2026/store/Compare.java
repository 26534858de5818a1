package dev.mcp2026.store;

import org.jspecify.annotations.Nullable;

/// A condition of a transaction on one key. As in etcd a missing key has modification revision 0 and version 0,
/// and no value equals its missing value.
public sealed interface Compare {
    Key key();

    record Modified(Key key, Relation relation, Revision revision) implements Compare {}

    record Version(Key key, Relation relation, long version) implements Compare {}

    record ValueIs(Key key, Value value) implements Compare {}

    record Exists(Key key) implements Compare {}

    record Absent(Key key) implements Compare {}

    /// The usual compare-and-set: nobody wrote `entry`'s key since it was read.
    static Compare unchanged(Entry entry) {
        return new Modified(entry.key(), Relation.EQUAL, entry.modified());
    }

    default boolean holds(@Nullable Entry entry) {
        return switch (this) {
            case Modified c ->
                c.relation.holds(entry == null ? 0 : entry.modified().value(), c.revision.value());
            case Version c -> c.relation.holds(entry == null ? 0 : entry.version(), c.version);
            case ValueIs c -> entry != null && entry.value().equals(c.value);
            case Exists _ -> entry != null;
            case Absent _ -> entry == null;
        };
    }
}
