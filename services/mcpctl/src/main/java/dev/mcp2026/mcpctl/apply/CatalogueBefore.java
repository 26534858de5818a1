package dev.mcp2026.mcpctl.apply;

import dev.mcp2026.mcpctl.catalogue.Instances;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.mcpctl.manifest.ServiceManifest;
import dev.mcp2026.proto.registry.v1.Cell;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.InstanceRef;
import dev.mcp2026.proto.registry.v1.ListCellsRequest;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.Selector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the cell itself holds of the services about to be applied. Other cells' instances of the same name are
/// other records.
///
/// @param elsewhere the cells that hold an instance of the same name
record CatalogueBefore(Map<InstanceRef, Registration> registrations, Map<InstanceRef, Set<String>> elsewhere) {

    static CatalogueBefore read(RegistryConnection cell, List<ServiceManifest> services) {
        String self = cell.call(stub -> stub.listCells(ListCellsRequest.getDefaultInstance())).getCellsList().stream()
                .filter(Cell::getSelf)
                .map(Cell::getId)
                .findFirst()
                .orElse("");
        Map<InstanceRef, Registration> registrations = new HashMap<>();
        Map<InstanceRef, Set<String>> elsewhere = new HashMap<>();
        for (ServiceManifest service : services) {
            Selector selector = Selector.newBuilder()
                    .setTenant(service.tenant().value())
                    .setService(service.service().value())
                    .build();
            for (Instance instance : Instances.all(cell, selector)) {
                InstanceRef key = key(instance.getRegistration());
                if (instance.getCell().equals(self)) {
                    registrations.put(key, instance.getRegistration());
                } else {
                    elsewhere.computeIfAbsent(key, k -> new TreeSet<>()).add(instance.getCell());
                }
            }
        }
        return new CatalogueBefore(Map.copyOf(registrations), Map.copyOf(elsewhere));
    }

    /// Where else an instance of this name is registered, if it is new here: the context may be a mistake.
    Set<String> elsewhereOnly(Registration wanted) {
        return of(wanted) == null ? elsewhere.getOrDefault(key(wanted), Set.of()) : Set.of();
    }

    @Nullable
    Registration of(Registration wanted) {
        return registrations.get(key(wanted));
    }

    private static InstanceRef key(Registration registration) {
        return InstanceRef.newBuilder()
                .setTenant(registration.getTenant())
                .setService(registration.getService())
                .setInstance(registration.getInstance())
                .build();
    }
}
