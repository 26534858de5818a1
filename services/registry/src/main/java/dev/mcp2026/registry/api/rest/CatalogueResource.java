package dev.mcp2026.registry.api.rest;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.LabelSelector;
import dev.mcp2026.registry.catalogue.Selector;
import dev.mcp2026.registry.health.HealthState;
import dev.mcp2026.registry.operations.Access;
import dev.mcp2026.registry.operations.CellDirectory;
import dev.mcp2026.registry.operations.RegistryOperations;
import dev.mcp2026.registry.watch.ResumeToken;
import dev.mcp2026.registry.watch.StreamQuotas;
import dev.mcp2026.registry.wire.PageToken;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

/// What there is: resolve, watch, why, cells.
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Catalogue")
public class CatalogueResource {
    private final RegistryOperations operations;
    private final Catalogue catalogue;
    private final CellDirectory cells;
    private final Access access;
    private final StreamQuotas streams;

    public CatalogueResource(
            RegistryOperations operations,
            Catalogue catalogue,
            CellDirectory cells,
            Access access,
            StreamQuotas streams) {
        this.operations = operations;
        this.catalogue = catalogue;
        this.cells = cells;
        this.access = access;
        this.streams = streams;
    }

    /// A selector as query parameters.
    public static class Query {
        @QueryParam("tenant")
        @DefaultValue("")
        String tenant = "";

        @QueryParam("service")
        @DefaultValue("")
        String service = "";

        @QueryParam("state")
        List<String> states = List.of();

        @QueryParam("zone")
        @DefaultValue("")
        String zone = "";

        @QueryParam("region")
        @DefaultValue("")
        String region = "";

        @QueryParam("cell")
        @DefaultValue("")
        String cell = "";

        @QueryParam("labels")
        @DefaultValue("")
        String labels = "";

        Selector selector() {
            Set<HealthState> wanted = EnumSet.noneOf(HealthState.class);
            states.forEach(state -> wanted.add(state(state)));
            return new Selector(
                    tenant.isEmpty() ? null : new TenantId(tenant),
                    service.isEmpty() ? null : new ServiceName(service),
                    wanted,
                    zone,
                    region,
                    cell.isEmpty() ? null : new CellId(cell),
                    LabelSelector.parse(labels));
        }

        private static HealthState state(String text) {
            try {
                return HealthState.valueOf(text.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw Faults.invalid("state", "'" + text + "' is not a state", "use UP, SUSPECT, DOWN or UNKNOWN");
            }
        }
    }

    @GET
    @Path("instances")
    @Operation(summary = "The instances that match, of all cells, page by page")
    public Views.InstancePage resolve(
            @BeanParam Query query,
            @QueryParam("pageSize") @DefaultValue("0") int pageSize,
            @QueryParam("pageToken") @DefaultValue("") String pageToken) {
        if (pageSize < 0) {
            throw Faults.invalid("pageSize", pageSize + " is not a page size", "use 1 to 1000");
        }
        RegistryOperations.Page page = operations.resolve(query.selector(), pageSize, PageToken.decode(pageToken));
        return new Views.InstancePage(
                page.entries().stream()
                        .map(entry -> InstanceView.of(
                                entry, catalogue.staleSince(entry.key().cell())))
                        .toList(),
                page.next() == null ? null : PageToken.encode(page.next()),
                page.resume().toString());
    }

    @GET
    @Path("watch")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(summary = "What matches now, then every change, as server-sent events")
    public Multi<Views.WatchEvent> watch(
            @BeanParam Query query, @QueryParam("resumeToken") @DefaultValue("") String resumeToken) {
        ResumeToken token = resumeToken.isEmpty() ? null : ResumeToken.parse(resumeToken);
        Selector selector = operations.confined(query.selector());
        return EventStream.open(
                catalogue, selector, token, streams.watches().admit(access.tenant(), access.principal()));
    }

    @GET
    @Path("tenants/{tenant}/services/{service}/why")
    @RunOnVirtualThread
    @Operation(summary = "What a service's verdicts rest on")
    public Views.StoryView why(
            @PathParam("tenant") String tenant,
            @PathParam("service") String service,
            @QueryParam("instance") @DefaultValue("") String instance) {
        return Views.of(operations.explain(new TenantId(tenant), new ServiceName(service), instance));
    }

    @GET
    @Path("cells")
    @Operation(summary = "This cell and its peers, as seen from here")
    public List<Views.CellView> cells() {
        return cells.list().stream().map(Views::of).toList();
    }
}
