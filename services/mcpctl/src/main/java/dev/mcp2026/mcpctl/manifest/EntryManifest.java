package dev.mcp2026.mcpctl.manifest;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.identity.v1.Entry;
import dev.mcp2026.yaml.YamlPosition;

/// One `kind: IdentityEntry` document.
public record EntryManifest(YamlPosition origin, TenantId tenant, Entry entry) implements Manifest {
    @Override
    public String key() {
        return "entry '" + tenant + "/" + entry.getName() + "'";
    }
}
