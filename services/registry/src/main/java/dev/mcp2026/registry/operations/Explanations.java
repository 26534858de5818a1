package dev.mcp2026.registry.operations;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.EncodedBytes;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.Selector;
import dev.mcp2026.registry.health.Explanation;
import dev.mcp2026.registry.health.HealthMonitor;
import dev.mcp2026.registry.health.HealthState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Answers "why is it so": what the verdict rests on, for own instances with their history, for
/// another cell's
/// with what that cell told and how fresh it is.
public final class Explanations {
    /// Instances told of in one answer; the state of all of them counts.
    private static final int INSTANCES_MAX = 100;

    private final Catalogue catalogue;
    private final HealthMonitor health;
    private final InstantSource wall;

    public Explanations(Catalogue catalogue, HealthMonitor health, InstantSource wall) {
        this.catalogue = catalogue;
        this.health = health;
        this.wall = wall;
    }

    /// The answer for a service.
    public record Story(String service, HealthState state, String summary, List<Told> instances) {}

    /// One instance's part of it.
    public record Told(Entry entry, @Nullable Instant staleSince, Explanation explanation) {}

    /// @param instance empty: every instance
    /// @throws dev.mcp2026.kernel.error.FaultException NOT_FOUND if the tenant has no such service
    ///     or instance
    public Story explain(TenantId tenant, ServiceName service, String instance) {
        Predicate<Entry> wanted =
                entry -> instance.isEmpty() || entry.key().instance().value().equals(instance);
        List<Entry> entries = catalogue
                .scan(Selector.service(tenant, service), null)
                .filter(wanted)
                .toList();
        if (entries.isEmpty()) {
            throw Faults.of(
                    FaultKind.NOT_FOUND,
                    "tenant " + tenant + " has no service '" + service + "'"
                            + (instance.isEmpty() ? "" : " with an instance '" + instance + "'")
                            + lastRemoved(tenant, service, instance),
                    "list what there is with: mcpctl services");
        }
        // One answer is one message.
        List<Entry> shown = EncodedBytes.fitting(entries.subList(0, Math.min(entries.size(), INSTANCES_MAX)));
        List<Told> told = shown.stream().map(this::tell).toList();
        return new Story(service.value(), overall(entries), summary(service, entries), told);
    }

    /// So that what is gone is not taken for what never was. As long as its tombstone is kept.
    private String lastRemoved(TenantId tenant, ServiceName service, String instance) {
        return catalogue
                .removed(Selector.service(tenant, service))
                .filter(entry ->
                        instance.isEmpty() || entry.key().instance().value().equals(instance))
                .filter(entry -> !entry.registrationStamp().equals(HlcTimestamp.ZERO))
                .max(Comparator.comparing(Entry::registrationStamp))
                .map(entry -> " any more: " + entry.key().instance() + " of cell "
                        + entry.key().cell() + " was removed "
                        + Duration.between(entry.registrationStamp().instant(), wall.instant())
                                .toSeconds()
                        + " s ago, by a deregistration or since its lease ran out")
                .orElse("");
    }

    private Told tell(Entry entry) {
        Instant staleSince = catalogue.staleSince(entry.key().cell());
        if (entry.key().cell().equals(catalogue.self())) {
            Optional<Explanation> own = health.explain(entry.key());
            if (own.isPresent()) {
                return new Told(entry, null, own.get());
            }
        }
        List<String> reasoning = new ArrayList<>();
        reasoning.add("judged by its owner, " + entry.key().cell() + ", and replicated to " + catalogue.self());
        if (staleSince != null) {
            reasoning.add(entry.key().cell() + " has not been heard since " + staleSince + " ("
                    + Duration.between(staleSince, wall.instant()).toSeconds()
                    + " s): this is what it last said, kept and marked stale");
        }
        return new Told(entry, staleSince, new Explanation(entry.verdict(), List.of(), reasoning));
    }

    /// A service is UP while any instance is, DOWN when all are.
    private static HealthState overall(List<Entry> entries) {
        for (HealthState state : List.of(HealthState.UP, HealthState.SUSPECT, HealthState.UNKNOWN)) {
            if (entries.stream().anyMatch(entry -> entry.state() == state)) {
                return state;
            }
        }
        return HealthState.DOWN;
    }

    private String summary(ServiceName service, List<Entry> entries) {
        long up = entries.stream().filter(e -> e.state() == HealthState.UP).count();
        long stale = entries.stream()
                .filter(e -> catalogue.staleSince(e.key().cell()) != null)
                .count();
        String text = up + " of " + entries.size() + " instances of " + service + " are UP";
        return stale == 0 ? text : text + "; " + stale + " are known from a cell that is silent now";
    }
}
