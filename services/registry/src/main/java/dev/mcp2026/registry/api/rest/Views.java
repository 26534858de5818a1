package dev.mcp2026.registry.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mcp2026.registry.operations.CellDirectory;
import dev.mcp2026.registry.operations.Explanations;
import dev.mcp2026.registry.replication.LinkStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The other answers as JSON.
public final class Views {
    private Views() {}

    /// A page of instances.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record InstancePage(
            List<InstanceView> instances, @Nullable String nextPageToken, String resumeToken) {}

    /// The answer to a heartbeat.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Renewal(boolean known, @Nullable String leaseRemaining) {}

    /// One server-sent event's data.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record WatchEvent(
            List<InstanceView> put, List<RemovedView> removed, String resumeToken, boolean reset, boolean synced) {}

    /// An instance that left the selection.
    public record RemovedView(String cell, String tenant, String service, String instance) {}

    /// The answer to why.
    public record StoryView(String service, String state, String summary, List<ToldView> instances) {}

    /// One instance's part.
    public record ToldView(InstanceView instance, List<String> reasoning, List<TransitionView> history) {}

    /// One change of state.
    public record TransitionView(Instant at, String from, String to, String cause, String reason) {}

    /// One cell; without counts for callers of a tenant.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CellView(
            String id,
            boolean self,
            String address,
            @Nullable String link,
            @Nullable String linkDetail,
            @Nullable Instant lastHeard,
            @Nullable Double rttMs,
            @Nullable Double clockOffsetMs,
            @Nullable Double clockErrorMs,
            String version,
            @Nullable String storeMode,
            @Nullable Long instances,
            @Nullable Long up,
            @Nullable Long suspect,
            @Nullable Long down) {}

    static StoryView of(Explanations.Story story) {
        return new StoryView(
                story.service(),
                story.state().name(),
                story.summary(),
                story.instances().stream().map(Views::of).toList());
    }

    private static ToldView of(Explanations.Told told) {
        return new ToldView(
                InstanceView.of(told.entry(), told.staleSince()),
                told.explanation().reasoning(),
                told.explanation().history().stream()
                        .map(t -> new TransitionView(
                                t.at(),
                                t.from().name(),
                                t.to().name(),
                                t.cause().name(),
                                t.reason()))
                        .toList());
    }

    static CellView of(CellDirectory.CellView cell) {
        LinkStatus link = cell.link();
        return new CellView(
                cell.id().value(),
                cell.self(),
                cell.address(),
                link == null ? null : link.state().name(),
                link == null || link.detail().isEmpty() ? null : link.detail(),
                link == null ? null : link.lastHeard(),
                link == null ? null : millis(link.rtt()),
                link == null ? null : millis(link.clockOffset()),
                link == null ? null : millis(link.clockError()),
                cell.version(),
                cell.storeMode().isEmpty() ? null : cell.storeMode(),
                cell.counted() ? cell.instances().instances() : null,
                cell.counted() ? cell.instances().up() : null,
                cell.counted() ? cell.instances().suspect() : null,
                cell.counted() ? cell.instances().down() : null);
    }

    private static @Nullable Double millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toNanos() / 1e6;
    }
}
