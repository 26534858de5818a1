package dev.mcp2026.mcpctl.manifest;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.yaml.YamlDocuments;
import dev.mcp2026.yaml.YamlFields;
import dev.mcp2026.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads every source and collects what is wrong, so that one run shows the first mistake of each document.
public final class ManifestReader {
    private static final String API_VERSION = "mcp2026/v1";
    private static final TenantId DEFAULT_TENANT = new TenantId("default");

    private final List<Manifest> manifests = new ArrayList<>();
    private final List<Fault> problems = new ArrayList<>();
    private final Map<String, Manifest> seen = new HashMap<>();
    private final TenantId tenant;

    public ManifestReader(@Nullable TenantId tenant) {
        this.tenant = tenant == null ? DEFAULT_TENANT : tenant;
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
                add(document, manifest(document));
            } catch (FaultException e) {
                problems.add(e.fault());
            }
        }
    }

    public List<ServiceManifest> services() {
        return of(ServiceManifest.class);
    }

    public List<EntryManifest> entries() {
        return of(EntryManifest.class);
    }

    /// Empty when all that was read is well-formed.
    public List<Fault> problems() {
        return List.copyOf(problems);
    }

    private Manifest manifest(YamlValue document) {
        YamlFields top = document.fields("apiVersion", "kind", "metadata", "spec");
        YamlValue version = top.required("apiVersion", "apiVersion: " + API_VERSION);
        if (!version.text().equals(API_VERSION)) {
            throw unknown(version, "'" + API_VERSION + "'");
        }
        YamlValue kind = top.required("kind", "kind: " + ServiceReader.KIND);
        return switch (kind.text()) {
            case ServiceReader.KIND -> ServiceReader.read(document, top, tenant);
            case EntryReader.KIND -> EntryReader.read(document, top, tenant);
            case "Saga" -> throw kind.refused("a saga is run, not applied", "mcpctl saga run -f FILE");
            default -> throw unknown(kind, "'" + ServiceReader.KIND + "' and '" + EntryReader.KIND + "'");
        };
    }

    private static FaultException unknown(YamlValue value, String known) {
        return value.refused("'" + value.text() + "' is not known", "this mcpctl reads " + known);
    }

    private <T extends Manifest> List<T> of(Class<T> kind) {
        return manifests.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void add(YamlValue document, Manifest manifest) {
        Manifest first = seen.putIfAbsent(manifest.key(), manifest);
        if (first != null) {
            String where =
                    first.origin().file() + ", document " + first.origin().document();
            throw document.refused(manifest.key() + " is already in " + where, "merge the two documents");
        }
        manifests.add(manifest);
    }

    /// Refuses an input without a single object: most often a wrong path.
    public void requireSome(String source) {
        if (manifests.isEmpty() && problems.isEmpty()) {
            throw Faults.invalid(
                    source,
                    "holds no object",
                    "it needs at least one 'kind: " + ServiceReader.KIND + "' or 'kind: " + EntryReader.KIND
                            + "' document");
        }
    }
}
