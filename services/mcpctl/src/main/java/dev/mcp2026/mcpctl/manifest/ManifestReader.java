package dev.mcp2026.mcpctl.manifest;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.mcpctl.yaml.YamlDocuments;
import dev.mcp2026.mcpctl.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads every source and collects what is wrong, so that one run shows the first mistake of each document.
public final class ManifestReader {
    private final List<ServiceManifest> services = new ArrayList<>();
    private final List<Fault> problems = new ArrayList<>();
    private final Map<String, ServiceManifest> seen = new HashMap<>();
    private final TenantId tenant;

    public ManifestReader(@Nullable TenantId tenant) {
        this.tenant = tenant == null ? ServiceReader.defaultTenant() : tenant;
    }

    /// @param file what to call the source in errors
    public void read(String file, String text) {
        List<YamlValue> documents;
        try {
            documents = YamlDocuments.parse(file, text);
        } catch (FaultException e) {
            problems.add(e.fault());
            return;
        }
        for (YamlValue document : documents) {
            try {
                add(document, ServiceReader.read(document, tenant));
            } catch (FaultException e) {
                problems.add(e.fault());
            }
        }
    }

    public List<ServiceManifest> services() {
        return List.copyOf(services);
    }

    /// Empty when all that was read is well-formed.
    public List<Fault> problems() {
        return List.copyOf(problems);
    }

    private void add(YamlValue document, ServiceManifest service) {
        String key = service.tenant() + "/" + service.service();
        ServiceManifest first = seen.putIfAbsent(key, service);
        if (first != null) {
            String where =
                    first.origin().file() + ", document " + first.origin().document();
            throw document.refused("service '" + key + "' is already in " + where, "merge the two documents");
        }
        services.add(service);
    }

    /// Refuses an input without a single object: most often a wrong path.
    public void requireSome(String source) {
        if (services.isEmpty() && problems.isEmpty()) {
            throw Faults.invalid(source, "holds no object", "it needs at least one 'kind: Service' document");
        }
    }
}
