package dev.mcp2026.identity.federation;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.servicekit.telemetry.LogKeys;
import dev.mcp2026.spiffe.BundleDocument;
import dev.mcp2026.spiffe.TrustBundle;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Federations in the durable store, `identity/federation/<trust domain>`, and the last good bundle of each,
/// `identity/federated-bundle/<trust domain>`: an endpoint that has replaced all its keys since the federation was
/// made is recognized by that bundle only.
public final class Federations {
    private static final Logger LOG = Logger.getLogger(Federations.class);
    private static final String FEDERATION = "identity/federation/";
    private static final String BUNDLE = "identity/federated-bundle/";

    private final Store store;
    private final String ownTrustDomain;
    private final Limit max;

    /// @param max how many there may be (`mcp.identity.limits.federations`)
    public Federations(Store store, String ownTrustDomain, Limit max) {
        this.store = store;
        this.ownTrustDomain = ownTrustDomain;
        this.max = max;
    }

    /// Adds or replaces one. Another initial bundle than before takes the place of what was fetched: an operator gives
    /// one when the other side has lost its keys.
    ///
    /// @throws FaultException INVALID_ARGUMENT for this trust domain itself, LIMIT_EXCEEDED when there are too many
    public void put(Federation federation) {
        String name = federation.trustDomain();
        if (name.equals(ownTrustDomain)) {
            throw Faults.invalid("trustDomain", name + " is this trust domain", "name another one");
        }
        Optional<Federation> before = get(name);
        if (before.isEmpty()) {
            max.check("federations", list().size() + 1L);
        }
        Op put = Op.put(federationKey(name), value(federation));
        boolean newStart = before.isPresent()
                && !federation.initialBundle().isEmpty()
                && !before.get().initialBundle().equals(federation.initialBundle());
        store.txn(newStart ? Txn.of(put, Op.delete(bundleKey(name))) : Txn.of(put));
    }

    /// @return whether there was one
    public boolean delete(String trustDomain) {
        Federation.requireTrustDomain(trustDomain);
        return store.txn(Txn.when(new Compare.Exists(federationKey(trustDomain)))
                        .then(Op.delete(federationKey(trustDomain)), Op.delete(bundleKey(trustDomain))))
                .succeeded();
    }

    public Optional<Federation> get(String trustDomain) {
        Federation.requireTrustDomain(trustDomain);
        return store.get(federationKey(trustDomain)).entry().flatMap(Federations::federation);
    }

    /// By trust domain. One that can't be read is logged and left out, so that the others go on.
    public List<Federation> list() {
        List<Federation> all = new ArrayList<>();
        RangeQuery query = RangeQuery.of(new KeyPrefix(FEDERATION));
        RangePage page = store.range(query);
        while (true) {
            page.entries().forEach(entry -> federation(entry).ifPresent(all::add));
            if (!page.more()) {
                return all;
            }
            page = store.range(query.after(page.entries().getLast().key()));
        }
    }

    /// The bundle fetched last, by any process that shares the store.
    Optional<TrustBundle> lastBundle(String trustDomain) {
        return store.get(bundleKey(trustDomain)).entry().flatMap(entry -> bundle(trustDomain, entry));
    }

    /// Unless the federation is gone or another one by now.
    void saveBundle(Federation federation, TrustBundle bundle) {
        Key key = federationKey(federation.trustDomain());
        store.txn(Txn.when(new Compare.ValueIs(key, value(federation)))
                .then(Op.put(bundleKey(federation.trustDomain()), Value.of(BundleDocument.write(bundle)))));
    }

    private static Value value(Federation federation) {
        return Value.of(FederationCodec.encode(federation).toByteArray());
    }

    private static Optional<Federation> federation(Entry entry) {
        try {
            return Optional.of(FederationCodec.decode(dev.mcp2026.proto.identity.v1.Federation.parseFrom(
                    entry.value().bytes())));
        } catch (InvalidProtocolBufferException | FaultException unreadable) {
            LOG.errorf("federation not loaded key=%s %s=%s", entry.key(), LogKeys.REASON, unreadable.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<TrustBundle> bundle(String trustDomain, Entry entry) {
        try {
            return Optional.of(
                    BundleDocument.parse(trustDomain, entry.value().text().getBytes(StandardCharsets.UTF_8)));
        } catch (FaultException unreadable) {
            LOG.errorf("bundle not loaded key=%s %s=%s", entry.key(), LogKeys.REASON, unreadable.getMessage());
            return Optional.empty();
        }
    }

    private static Key federationKey(String trustDomain) {
        return new Key(FEDERATION + trustDomain);
    }

    private static Key bundleKey(String trustDomain) {
        return new Key(BUNDLE + trustDomain);
    }
}
