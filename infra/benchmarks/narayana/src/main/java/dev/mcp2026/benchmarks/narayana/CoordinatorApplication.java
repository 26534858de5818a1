package dev.mcp2026.benchmarks.narayana;

import io.narayana.lra.coordinator.api.Coordinator;
import io.narayana.lra.coordinator.api.CoordinatorContainerFilter;
import io.narayana.lra.coordinator.api.RecoveryCoordinator;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/// Narayana's resources, at the root: their own path is `lra-coordinator`.
@ApplicationPath("/")
public class CoordinatorApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(Coordinator.class, RecoveryCoordinator.class, CoordinatorContainerFilter.class);
    }
}
