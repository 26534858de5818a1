package dev.mcp2026.mcpctl.manifest;

import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.yaml.YamlPosition;

/// One document.
public sealed interface Manifest permits ServiceManifest, EntryManifest {
    /// The document it came from.
    YamlPosition origin();

    TenantId tenant();

    /// What must not be there twice, as in `service 'shop/web'`.
    String key();
}
