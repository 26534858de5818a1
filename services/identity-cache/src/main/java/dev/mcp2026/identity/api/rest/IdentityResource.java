package dev.mcp2026.identity.api.rest;

import dev.mcp2026.identity.operations.Federating;
import dev.mcp2026.identity.operations.IdentityOperations;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.identity.v1.Federation;
import dev.mcp2026.trust.SpiffeId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What there is: entries, SVIDs, why, federations.
@Path("/api/v1/identity")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Identity")
public class IdentityResource {
    private static final List<String> ROTATE_PARAMETERS = List.of("tenant", "issuers");

    private final IdentityOperations operations;
    private final Federating federating;

    public IdentityResource(IdentityOperations operations, Federating federating) {
        this.operations = operations;
        this.federating = federating;
    }

    private static @Nullable TenantId tenant(String value) {
        return value.isEmpty() ? null : new TenantId(value);
    }

    @GET
    @Path("entries")
    @RunOnVirtualThread
    @Operation(summary = "Registration entries, page by page")
    public Views.EntryPage entries(
            @QueryParam("tenant") @DefaultValue("") String tenant,
            @QueryParam("spiffeId") @DefaultValue("") String spiffeId,
            @QueryParam("pageSize") @DefaultValue("0") int pageSize,
            @QueryParam("pageToken") @DefaultValue("") String pageToken) {
        var page = operations.listEntries(tenant(tenant), spiffeId, pageSize, pageToken);
        return new Views.EntryPage(page.items().stream().map(EntryBody::of).toList(), page.next());
    }

    @GET
    @Path("svids")
    @RunOnVirtualThread
    @Operation(summary = "SVIDs that are cached now, without keys, page by page")
    public Views.SvidPage svids(
            @QueryParam("tenant") @DefaultValue("") String tenant,
            @QueryParam("spiffeId") @DefaultValue("") String spiffeId,
            @QueryParam("pageSize") @DefaultValue("0") int pageSize,
            @QueryParam("pageToken") @DefaultValue("") String pageToken) {
        var page = operations.listSvids(tenant(tenant), spiffeId, pageSize, pageToken);
        return new Views.SvidPage(page.items().stream().map(Views.SvidView::of).toList(), page.next());
    }

    @GET
    @Path("why")
    @RunOnVirtualThread
    @Operation(summary = "Why a process gets the identities it gets, or what is known of an identity")
    public Views.WhyView why(
            @QueryParam("pid") @DefaultValue("0") int pid, @QueryParam("spiffeId") @DefaultValue("") String spiffeId) {
        if (pid <= 0 && spiffeId.isEmpty()) {
            throw Faults.invalid("pid", "neither a process nor a SPIFFE ID is named", "name one of them");
        }
        return Views.WhyView.of(pid > 0 ? operations.explain(pid) : operations.explain(SpiffeId.parse(spiffeId)));
    }

    @POST
    @Path("rotate")
    @RunOnVirtualThread
    @Operation(summary = "Issue new SVIDs now, and new issuers where asked for")
    public Views.Rotated rotate(
            @QueryParam("tenant") @DefaultValue("") String tenant,
            @QueryParam("issuers") @DefaultValue("false") boolean issuers,
            @Context UriInfo uri,
            @Nullable String body) {
        requireUnderstood(uri, body);
        return new Views.Rotated(operations.rotate(tenant(tenant), issuers));
    }

    /// What it is to be limited to must not be overlooked: it would rotate all there is.
    private static void requireUnderstood(UriInfo uri, @Nullable String body) {
        if (body != null && !body.isBlank()) {
            throw Faults.invalid("body", "this call takes none", "put tenant and issuers into the query: ?tenant=shop");
        }
        for (String name : uri.getQueryParameters().keySet()) {
            if (!ROTATE_PARAMETERS.contains(name)) {
                throw Faults.invalid(name, "it is not known here", "known here: " + ROTATE_PARAMETERS);
            }
        }
    }

    @GET
    @Path("federations")
    @RunOnVirtualThread
    @Operation(summary = "Trust domains whose bundles are fetched")
    public List<Views.FederationView> federations() {
        operations.requireBundles();
        return federating.list().stream().map(Views.FederationView::of).toList();
    }

    @PUT
    @Path("federations/{trustDomain}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Federate with a trust domain")
    public Views.FederationView federate(
            @PathParam("trustDomain") String trustDomain, Views.@Nullable FederationBody body) {
        operations.requireFederate();
        if (body == null) {
            throw Faults.invalid("body", "the request has no body", "send endpoint and profile as JSON");
        }
        return Views.FederationView.of(federating.put(Federation.newBuilder()
                .setTrustDomain(trustDomain)
                .setEndpoint(orEmpty(body.endpoint()))
                .setProfile(profile(orEmpty(body.profile())))
                .setEndpointSpiffeId(orEmpty(body.endpointSpiffeId()))
                .setInitialBundle(orEmpty(body.initialBundle()))
                .build()));
    }

    private static String orEmpty(@Nullable String value) {
        return Optional.ofNullable(value).orElse("");
    }

    private static Federation.Profile profile(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "https_web" -> Federation.Profile.PROFILE_HTTPS_WEB;
            case "https_spiffe" -> Federation.Profile.PROFILE_HTTPS_SPIFFE;
            default ->
                throw Faults.invalid("profile", "'" + name + "' is not a profile", "use https_web or https_spiffe");
        };
    }

    @DELETE
    @Path("federations/{trustDomain}")
    @RunOnVirtualThread
    @Operation(summary = "Federate with a trust domain no longer")
    public void leave(@PathParam("trustDomain") String trustDomain) {
        operations.requireFederate();
        if (!federating.delete(trustDomain)) {
            throw Faults.of(
                    FaultKind.NOT_FOUND, "there is no federation with " + trustDomain, "it may be gone already");
        }
    }
}
