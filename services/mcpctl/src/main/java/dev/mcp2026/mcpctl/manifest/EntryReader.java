package dev.mcp2026.mcpctl.manifest;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.identity.EntryFields;
import dev.mcp2026.proto.identity.v1.Entry;
import dev.mcp2026.yaml.YamlFields;
import dev.mcp2026.yaml.YamlValue;
import java.util.List;
import java.util.function.UnaryOperator;

/// Reads one `kind: IdentityEntry` document:
///
/// ```yaml
/// apiVersion: mcp2026/v1
/// kind: IdentityEntry
/// metadata: { name: web, tenant: shop }
/// spec:
///   spiffeId: spiffe://mcp2026.local/tenant/shop/workload/web
///   selectors: [unix:uid:1000]
///   ttl: 1h
/// ```
final class EntryReader {
    static final String KIND = "IdentityEntry";

    private EntryReader() {}

    static EntryManifest read(YamlValue document, YamlFields top, TenantId fallbackTenant) {
        YamlFields metadata = top.required("metadata").fields("name", "tenant");
        TenantId tenant = metadata.or("tenant", fallbackTenant, value -> value.as(TenantId::new));
        YamlFields spec = top.required("spec")
                .fields("spiffeId", "selectors", "ttl", "jwtTtl", "dnsNames", "hint", "federatesWith");
        YamlValue selectors = spec.required("selectors");
        Entry.Builder entry = Entry.newBuilder()
                .setTenant(tenant.value())
                .setName(metadata.required("name").as(EntryFields::name))
                .setSpiffeId(spec.required("spiffeId").as(text -> EntryFields.spiffeIdOf(tenant, text)))
                .addAllSelectors(selectors(selectors))
                .addAllDnsNames(texts(spec, "dnsNames", EntryFields::dnsName))
                .setHint(spec.or("hint", "", value -> value.as(EntryFields::hint)))
                .addAllFederatesWith(texts(spec, "federatesWith", EntryFields::trustDomain));
        spec.optional("ttl")
                .ifPresent(ttl ->
                        entry.setX509Ttl(Protobuf.duration(ttl.duration(EntryFields.TTL_MIN, EntryFields.TTL_MAX))));
        spec.optional("jwtTtl")
                .ifPresent(ttl ->
                        entry.setJwtTtl(Protobuf.duration(ttl.duration(EntryFields.TTL_MIN, EntryFields.TTL_MAX))));
        return new EntryManifest(document.position(), tenant, entry.build());
    }

    private static List<String> selectors(YamlValue list) {
        List<String> all = list.items().stream()
                .map(item -> item.as(EntryFields::selector))
                .toList();
        if (all.isEmpty()) {
            throw list.refused("an entry needs at least one selector", "add one: without any it would be everyone's");
        }
        return EntryFields.selectors(all);
    }

    private static List<String> texts(YamlFields spec, String field, UnaryOperator<String> check) {
        return spec.items(field).stream().map(item -> item.as(check)).toList();
    }
}
