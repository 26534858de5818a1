package dev.mcp2026.mcpctl.manifest;

import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.net.Host;
import dev.mcp2026.proto.registry.v1.Check;
import dev.mcp2026.proto.registry.v1.Endpoint;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.yaml.YamlFields;
import dev.mcp2026.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads one `kind: Service` document.
final class ServiceReader {
    static final String KIND = "Service";
    private static final Duration LEASE_MIN = Duration.ofSeconds(1);
    private static final Duration LEASE_MAX = Duration.ofHours(24);

    private ServiceReader() {}

    static ServiceManifest read(YamlValue document, YamlFields top, TenantId fallbackTenant) {
        YamlFields metadata = top.required("metadata").fields("name", "tenant", "labels");
        ServiceName name = metadata.required("name").as(ServiceName::new);
        TenantId tenant = metadata.or("tenant", fallbackTenant, value -> value.as(TenantId::new));
        Map<String, String> labels = metadata.or("labels", Map.of(), LabelReader::read);

        YamlFields spec = top.required("spec").fields("region", "zone", "instances");
        Registration common = Registration.newBuilder()
                .setTenant(tenant.value())
                .setService(name.value())
                .setRegion(spec.or("region", "", value -> value.as(LabelReader::place)))
                .setZone(spec.or("zone", "", value -> value.as(LabelReader::place)))
                .build();
        YamlValue instances = spec.required("instances");
        if (instances.items().isEmpty()) {
            throw instances.refused("a service needs at least one instance", "add one, or mcpctl deregister it");
        }
        Set<String> ids = new HashSet<>();
        List<Registration> registrations = new ArrayList<>();
        for (YamlValue item : instances.items()) {
            Registration registration = instance(item, common, labels);
            if (!ids.add(registration.getInstance())) {
                throw item.refused("instance '" + registration.getInstance() + "' is given twice", "rename one");
            }
            registrations.add(registration);
        }
        return new ServiceManifest(document.position(), tenant, name, registrations);
    }

    private static Registration instance(YamlValue item, Registration common, Map<String, String> inherited) {
        YamlFields fields = item.fields("id", "endpoints", "checks", "labels", "lease");
        List<Endpoint> endpoints = endpoints(fields.required("endpoints"));
        Map<String, String> labels = new TreeMap<>(inherited);
        labels.putAll(fields.or("labels", Map.of(), LabelReader::read));
        Registration.Builder registration = common.toBuilder()
                .setInstance(fields.required("id").as(InstanceId::new).value())
                .addAllEndpoints(endpoints)
                .putAllLabels(labels)
                .addAllChecks(checks(fields.items("checks"), endpoints));
        fields.optional("lease")
                .ifPresent(lease -> registration.setLease(Protobuf.duration(lease.duration(LEASE_MIN, LEASE_MAX))));
        return registration.build();
    }

    private static List<Endpoint> endpoints(YamlValue list) {
        List<Endpoint> endpoints = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlValue item : list.items()) {
            YamlFields fields = item.fields("name", "host", "port", "protocol");
            String name = fields.or("name", "main", value -> value.as(LabelReader::place));
            if (!names.add(name)) {
                throw item.refused("endpoint '" + name + "' is given twice", "give each its own name");
            }
            YamlValue host = fields.required("host");
            if (!Host.valid(host.text())) {
                throw host.refused(
                        "'" + host.text() + "' is not a host name or address",
                        "give a DNS name or an IP address, without port or scheme");
            }
            endpoints.add(Endpoint.newBuilder()
                    .setName(name)
                    .setHost(host.text())
                    .setPort(fields.required("port").integer(1, 65_535))
                    .setProtocol(fields.or("protocol", "tcp", value -> value.as(LabelReader::place)))
                    .build());
        }
        if (endpoints.isEmpty()) {
            throw list.refused("an instance needs at least one endpoint", "add {host: …, port: …}");
        }
        return endpoints;
    }

    private static List<Check> checks(List<YamlValue> items, List<Endpoint> endpoints) {
        List<Check> checks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlValue item : items) {
            Check check = CheckReader.read(item, endpoints);
            if (!names.add(check.getName())) {
                throw item.refused("check '" + check.getName() + "' is given twice", "give each its own name");
            }
            checks.add(check);
        }
        return checks;
    }
}
