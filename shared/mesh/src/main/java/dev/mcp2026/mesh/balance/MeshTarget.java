package dev.mcp2026.mesh.balance;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.ServiceName;
import java.net.URI;
import java.util.Optional;

/// What a channel is for: `mesh:///cell/service`, or `mesh:///service` for the nearest cell that has one.
public record MeshTarget(Optional<CellId> cell, ServiceName service) {
    public static final String SCHEME = "mesh";

    /// @throws IllegalArgumentException if it is not of this form
    public static MeshTarget of(URI uri) {
        String path = uri.getPath() == null ? "" : uri.getPath();
        String[] parts = path.split("/", -1);
        boolean noHost = uri.getAuthority() == null || uri.getAuthority().isEmpty();
        boolean formed = SCHEME.equals(uri.getScheme()) && noHost && (parts.length == 2 || parts.length == 3);
        if (!formed || !parts[0].isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + uri + "' is not a mesh target: use mesh:///cell/service or mesh:///service");
        }
        return parts.length == 3
                ? new MeshTarget(Optional.of(new CellId(parts[1])), new ServiceName(parts[2]))
                : new MeshTarget(Optional.empty(), new ServiceName(parts[1]));
    }

    /// As an `:authority`: "service.cell" or "service".
    String authority() {
        return cell.map(name -> service + "." + name).orElse(service.value());
    }

    @Override
    public String toString() {
        return SCHEME + ":///" + cell.map(name -> name + "/").orElse("") + service;
    }
}
