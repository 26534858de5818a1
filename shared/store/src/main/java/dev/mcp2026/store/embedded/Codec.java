package dev.mcp2026.store.embedded;

import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.LeaseId;
import dev.mcp2026.store.Revision;
import dev.mcp2026.store.StoreEvent;
import dev.mcp2026.store.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Bytes in the file. An entry is four big-endian longs (created, modified, version, lease) and the value; a revision's
/// events are, each, a kind byte, the key's length (2 bytes) and key, and for a put the entry's length (4) and entry.
final class Codec {
    private static final int ENTRY_HEADER = 4 * Long.BYTES;
    private static final byte PUT = 1;
    private static final byte DELETED = 2;

    private Codec() {}

    static byte[] entry(Entry entry) {
        byte[] value = entry.value().bytes();
        return ByteBuffer.allocate(ENTRY_HEADER + value.length)
                .putLong(entry.created().value())
                .putLong(entry.modified().value())
                .putLong(entry.version())
                .putLong(entry.lease().value())
                .put(value)
                .array();
    }

    static Entry entry(String key, byte[] bytes) {
        return entry(new Key(key), ByteBuffer.wrap(bytes));
    }

    private static Entry entry(Key key, ByteBuffer in) {
        Revision created = new Revision(in.getLong());
        Revision modified = new Revision(in.getLong());
        long version = in.getLong();
        LeaseId lease = new LeaseId(in.getLong());
        byte[] value = new byte[in.remaining()];
        in.get(value);
        return new Entry(key, Value.of(value), created, modified, version, lease);
    }

    static byte[] events(List<StoreEvent> events) {
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> bodies = new ArrayList<>();
        int size = 0;
        for (StoreEvent event : events) {
            byte[] key = event.key().value().getBytes(StandardCharsets.US_ASCII);
            byte[] body = event instanceof StoreEvent.Put put ? entry(put.entry()) : new byte[0];
            keys.add(key);
            bodies.add(body);
            size += 1 + Short.BYTES + key.length + Integer.BYTES + body.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        for (int i = 0; i < keys.size(); i++) {
            out.put(events.get(i) instanceof StoreEvent.Put ? PUT : DELETED);
            out.putShort((short) keys.get(i).length).put(keys.get(i));
            out.putInt(bodies.get(i).length).put(bodies.get(i));
        }
        return out.array();
    }

    static List<StoreEvent> events(Revision revision, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<StoreEvent> events = new ArrayList<>();
        while (in.hasRemaining()) {
            byte kind = in.get();
            byte[] name = new byte[Short.toUnsignedInt(in.getShort())];
            in.get(name);
            Key key = new Key(new String(name, StandardCharsets.US_ASCII));
            int length = in.getInt();
            ByteBuffer body = in.slice(in.position(), length);
            in.position(in.position() + length);
            events.add(kind == PUT ? new StoreEvent.Put(entry(key, body)) : new StoreEvent.Deleted(key, revision));
        }
        return events;
    }
}
