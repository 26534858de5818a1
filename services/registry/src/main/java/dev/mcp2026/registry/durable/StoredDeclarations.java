package dev.mcp2026.registry.durable;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.operations.DeclaredInstances;
import dev.mcp2026.registry.wire.RegistrationCodec;
import dev.mcp2026.store.Compare;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.RangePage;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.Value;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// One store entry per declared instance, `registry/<cell>/declared/<tenant>/<service>/<instance>`, holding the
/// contract's Registration message; and one per removed one, `…/removed/…`, holding the packed stamp of its removal.
public final class StoredDeclarations implements DeclaredInstances {
    private static final Logger LOG = Logger.getLogger(StoredDeclarations.class);

    private final Store store;
    private final CellId cell;
    private final HybridLogicalClock clock;
    private final String declared;
    private final String removed;

    public StoredDeclarations(Store store, CellId cell, HybridLogicalClock clock) {
        this.store = store;
        this.cell = cell;
        this.clock = clock;
        this.declared = "registry/" + cell + "/declared/";
        this.removed = "registry/" + cell + "/removed/";
    }

    @Override
    public void save(Registration registration) {
        String path = registration.tenant() + "/" + registration.service() + "/" + registration.instance();
        Value value = Value.of(RegistrationCodec.encode(registration).toByteArray());
        store.txn(Txn.of(Op.put(new Key(declared + path), value), Op.delete(new Key(removed + path))));
    }

    @Override
    public void remove(InstanceKey key) {
        String path = path(key);
        byte[] stamp =
                ByteBuffer.allocate(Long.BYTES).putLong(clock.now().packed()).array();
        store.txn(Txn.of(Op.delete(new Key(declared + path)), Op.put(new Key(removed + path), Value.of(stamp))));
    }

    @Override
    public boolean holds(InstanceKey key) {
        return store.get(new Key(declared + path(key))).entry().isPresent();
    }

    @Override
    public void requireLoaded() {
        // What is asked for here is read from the store itself.
    }

    private static String path(InstanceKey key) {
        return key.tenant() + "/" + key.service() + "/" + key.instance();
    }

    @Override
    public Contents load() {
        List<Registration> present = new ArrayList<>();
        forEach(declared, entry -> decode(entry, present));
        return new Contents(present, removals());
    }

    private Map<InstanceKey, HlcTimestamp> removals() {
        Map<InstanceKey, HlcTimestamp> removals = new HashMap<>();
        forEach(removed, entry -> {
            try {
                removals.put(instance(entry.key()), stamp(entry));
            } catch (FaultException | IndexOutOfBoundsException | BufferUnderflowException e) {
                LOG.errorf("removal not loaded key=%s reason=%s", entry.key(), e);
            }
        });
        return removals;
    }

    @Override
    public void forgetRemovals(Instant deadline, long max) {
        List<Entry> oldestFirst = new ArrayList<>();
        forEach(removed, oldestFirst::add);
        oldestFirst.sort(Comparator.comparing(StoredDeclarations::stamp));
        long surplus = oldestFirst.size() - max;
        for (int i = 0; i < oldestFirst.size(); i++) {
            Entry entry = oldestFirst.get(i);
            if (i >= surplus && !stamp(entry).instant().isBefore(deadline)) {
                return;
            }
            // Unless it was made anew since we looked.
            store.txn(Txn.when(Compare.unchanged(entry)).then(Op.delete(entry.key())));
        }
    }

    private void forEach(String prefix, Consumer<Entry> each) {
        RangeQuery query = RangeQuery.of(new KeyPrefix(prefix));
        RangePage page = store.range(query);
        page.entries().forEach(each);
        while (page.more()) {
            page = store.range(query.after(page.entries().getLast().key()));
            page.entries().forEach(each);
        }
    }

    private InstanceKey instance(Key key) {
        String[] path = key.value().substring(removed.length()).split("/");
        return new InstanceKey(cell, new TenantId(path[0]), new ServiceName(path[1]), new InstanceId(path[2]));
    }

    private static HlcTimestamp stamp(Entry entry) {
        return new HlcTimestamp(ByteBuffer.wrap(entry.value().bytes()).getLong());
    }

    /// One entry that can't be read must not keep all the others from being served.
    private static void decode(Entry entry, List<Registration> registrations) {
        try {
            registrations.add(RegistrationCodec.decode(dev.mcp2026.proto.registry.v1.Registration.parseFrom(
                    entry.value().bytes())));
        } catch (InvalidProtocolBufferException | FaultException e) {
            LOG.errorf("declared instance not loaded key=%s reason=%s", entry.key(), e.getMessage());
        }
    }
}
