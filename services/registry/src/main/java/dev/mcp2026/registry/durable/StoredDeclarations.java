package dev.mcp2026.registry.durable;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.operations.DeclaredInstances;
import dev.mcp2026.registry.wire.RegistrationCodec;
import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.RangePage;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.Value;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/// One store entry per declared instance,
/// `registry/<cell>/declared/<tenant>/<service>/<instance>`, holding the
/// contract's Registration message.
public final class StoredDeclarations implements DeclaredInstances {
    private static final Logger LOG = Logger.getLogger(StoredDeclarations.class);

    private final Store store;
    private final String prefix;

    public StoredDeclarations(Store store, CellId cell) {
        this.store = store;
        this.prefix = "registry/" + cell + "/declared/";
    }

    @Override
    public void save(Registration registration) {
        Key key = key(registration.tenant() + "/" + registration.service() + "/" + registration.instance());
        store.put(key, Value.of(RegistrationCodec.encode(registration).toByteArray()));
    }

    @Override
    public void remove(InstanceKey key) {
        store.delete(key(key.tenant() + "/" + key.service() + "/" + key.instance()));
    }

    private Key key(String path) {
        return new Key(prefix + path);
    }

    @Override
    public List<Registration> load() {
        List<Registration> registrations = new ArrayList<>();
        RangeQuery query = RangeQuery.of(new KeyPrefix(prefix));
        RangePage page = store.range(query);
        while (true) {
            page.entries().forEach(entry -> decode(entry, registrations));
            if (!page.more()) {
                return registrations;
            }
            page = store.range(query.after(page.entries().getLast().key()));
        }
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
