package dev.mcp2026.mcpctl.manifest;

import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.yaml.YamlPosition;
import java.util.List;

/// One `kind: Service` document.
///
/// @param origin the document it came from
/// @param registrations one for each instance, in the file's order
public record ServiceManifest(
        YamlPosition origin, TenantId tenant, ServiceName service, List<Registration> registrations)
        implements Manifest {
    public ServiceManifest {
        registrations = List.copyOf(registrations);
    }

    @Override
    public String key() {
        return "service '" + tenant + "/" + service + "'";
    }
}
