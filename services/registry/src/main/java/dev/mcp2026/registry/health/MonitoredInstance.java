package dev.mcp2026.registry.health;

import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.health.timer.Timed;
import java.util.List;

/// One instance's record and checks. Guarded by its own monitor; there may be 100,000 of these.
final class MonitoredInstance extends Timed {
    final InstanceKey key;
    HealthRecord health;
    List<MonitoredCheck> checks = List.of();
    /// When the wheel will next look here. Kept here too, so that a heartbeat need not lock the wheel.
    long wakeNanos = NEVER;
    boolean gone;

    MonitoredInstance(InstanceKey key, HealthRecord health) {
        this.key = key;
        this.health = health;
    }
}
