package dev.mcp2026.registry.health;

import dev.mcp2026.registry.catalogue.CheckSpec;
import dev.mcp2026.registry.health.probe.SentinelPolicy;
import dev.mcp2026.registry.health.probe.Sentinels.Sentinel;
import dev.mcp2026.registry.health.probe.Target;
import dev.mcp2026.registry.health.timer.Timed;
import org.jspecify.annotations.Nullable;

/// One check that is being run. Guarded by its owner's monitor.
final class MonitoredCheck extends Timed {
    final MonitoredInstance owner;
    final CheckSpec spec;
    final Target target;
    /// When the next probe is due; the wheel may hand it over a tick later.
    long dueNanos;
    boolean running;
    /// Something happened while it ran, so it must run again at once.
    boolean again;
    boolean gone;
    SentinelPolicy sentinelPolicy = SentinelPolicy.untried();

    @Nullable
    Sentinel sentinel;
    /// A probe met silence and the sentinel was closed for it: does the next one succeed?
    boolean sentinelBlamed;

    MonitoredCheck(MonitoredInstance owner, CheckSpec spec, Target target) {
        this.owner = owner;
        this.spec = spec;
        this.target = target;
    }

    boolean probesTheSame(CheckSpec other, Target otherTarget) {
        return spec.equals(other) && target.equals(otherTarget);
    }
}
