package dev.mcp2026.trust;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a principal is, said by the path of its SPIFFE id. A path of any other form has no role and so no rights.
///
/// | path | role |
/// | --- | --- |
/// | `/cell/<cell>/<service>` | [CellService] |
/// | `/operator/<name>` | [PlatformOperator], of all tenants |
/// | `/tenant/<tenant>/operator/<name>` | [TenantOperator] |
/// | `/tenant/<tenant>/workload/<name>` | [Workload] |
/// | `/tenant/<tenant>/observer/<name>` | [Observer] |
public sealed interface Role {
    Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,126}[A-Za-z0-9])?");

    List<String> path();

    /// The one tenant that this role is confined to; empty when it is of the platform.
    Optional<TenantId> tenant();

    default SpiffeId in(String trustDomain) {
        return new SpiffeId(trustDomain, path());
    }

    /// A control-plane service of one cell.
    record CellService(CellId cell, String service) implements Role {
        public CellService {
            checkName(service);
        }

        @Override
        public List<String> path() {
            return List.of("cell", cell.value(), service);
        }

        @Override
        public Optional<TenantId> tenant() {
            return Optional.empty();
        }
    }

    /// A person or tool that runs the platform.
    record PlatformOperator(String name) implements Role {
        public PlatformOperator {
            checkName(name);
        }

        @Override
        public List<String> path() {
            return List.of("operator", name);
        }

        @Override
        public Optional<TenantId> tenant() {
            return Optional.empty();
        }
    }

    /// A person or tool that runs what one tenant has.
    record TenantOperator(TenantId of, String name) implements Role {
        public TenantOperator {
            checkName(name);
        }

        @Override
        public List<String> path() {
            return List.of("tenant", of.value(), "operator", name);
        }

        @Override
        public Optional<TenantId> tenant() {
            return Optional.of(of);
        }
    }

    /// A process that serves a tenant.
    record Workload(TenantId of, String name) implements Role {
        public Workload {
            checkName(name);
        }

        @Override
        public List<String> path() {
            return List.of("tenant", of.value(), "workload", name);
        }

        @Override
        public Optional<TenantId> tenant() {
            return Optional.of(of);
        }
    }

    /// A node agent or probe that reports what it saw of a tenant's instances.
    record Observer(TenantId of, String name) implements Role {
        public Observer {
            checkName(name);
        }

        @Override
        public List<String> path() {
            return List.of("tenant", of.value(), "observer", name);
        }

        @Override
        public Optional<TenantId> tenant() {
            return Optional.of(of);
        }
    }

    /// The role that the path stands for, or empty.
    static Optional<Role> of(SpiffeId id) {
        List<String> path = id.path();
        try {
            return switch (path.size()) {
                case 2 ->
                    path.getFirst().equals("operator")
                            ? Optional.of(new PlatformOperator(path.get(1)))
                            : Optional.empty();
                case 3 ->
                    path.getFirst().equals("cell")
                            ? Optional.of(new CellService(new CellId(path.get(1)), path.get(2)))
                            : Optional.empty();
                case 4 ->
                    path.getFirst().equals("tenant")
                            ? ofTenant(new TenantId(path.get(1)), path.get(2), path.get(3))
                            : Optional.empty();
                default -> Optional.empty();
            };
        } catch (FaultException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<Role> ofTenant(TenantId tenant, String kind, String name) {
        return switch (kind) {
            case "operator" -> Optional.of(new TenantOperator(tenant, name));
            case "workload" -> Optional.of(new Workload(tenant, name));
            case "observer" -> Optional.of(new Observer(tenant, name));
            default -> Optional.empty();
        };
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Faults.invalid(
                    "name",
                    "'" + name + "' is not a valid name of a principal",
                    "use letters, digits, '.', '_' and '-'");
        }
    }
}
