package dev.mcp2026.store;

/// A change of one key.
public sealed interface StoreEvent {
    Key key();

    /// The revision at which it happened. All changes of one transaction share it.
    Revision revision();

    record Put(Entry entry) implements StoreEvent {
        @Override
        public Key key() {
            return entry.key();
        }

        @Override
        public Revision revision() {
            return entry.modified();
        }
    }

    record Deleted(Key key, Revision revision) implements StoreEvent {}
}
