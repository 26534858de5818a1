package dev.mcp2026.coordinator.api.rest.lra;

import dev.mcp2026.coordinator.app.SagaConfig;
import dev.mcp2026.coordinator.lra.Links;
import dev.mcp2026.coordinator.lra.Lra;
import dev.mcp2026.coordinator.lra.LraDecider;
import dev.mcp2026.coordinator.lra.LraHeader;
import dev.mcp2026.coordinator.lra.LraId;
import dev.mcp2026.coordinator.lra.LraParticipant;
import dev.mcp2026.coordinator.lra.LraStatus;
import dev.mcp2026.coordinator.lra.LraUrls;
import dev.mcp2026.coordinator.operations.LraOperations;
import dev.mcp2026.kernel.error.Faults;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Long running actions: start, join, close, cancel, leave.
@Path("/" + LraUrls.PATH)
@LraApi
@Tag(name = "Long running actions")
public class LraResource {
    private final LraOperations operations;
    private final SagaConfig config;

    public LraResource(LraOperations operations, SagaConfig config) {
        this.operations = operations;
        this.config = config;
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @RunOnVirtualThread
    @Operation(summary = "All long running actions, or those in a state")
    public Response list(@QueryParam("Status") @DefaultValue("") String status) {
        if (status.isEmpty()) {
            return json(operations.list(any -> true));
        }
        LraStatus wanted = known(status);
        return json(operations.list(lra -> lra.status() == wanted));
    }

    private static LraStatus known(String status) {
        return LraStatus.of(status)
                .orElseThrow(() -> Faults.invalid(
                        "Status",
                        "'" + status + "' is no state of an LRA",
                        "use Active, Closing, Closed, FailedToClose, Cancelling, Cancelled or FailedToCancel"));
    }

    static Response json(List<Lra> lras) {
        return Response.ok(lras.stream().map(LraView::of).toList(), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    @POST
    @Path("start")
    @Produces({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(summary = "Start one; the time limit is in milliseconds, 0 for none")
    public Response start(
            @QueryParam("ClientID") @DefaultValue("") String clientId,
            @QueryParam("TimeLimit") @DefaultValue("0") long timeLimit,
            @QueryParam("ParentLRA") @DefaultValue("") String parent,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        Lra lra = operations.start(base(uri), clientId, Duration.ofMillis(timeLimit), parent);
        return Texts.answer(Response.Status.CREATED, headers, "lraId", lra.url())
                .location(URI.create(lra.url()))
                .header(LraHeader.CONTEXT, lra.url())
                .build();
    }

    private String base(UriInfo uri) {
        String base = config.lra().url().orElseGet(() -> uri.getBaseUri().toString());
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    @GET
    @Path("{id}")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @RunOnVirtualThread
    @Operation(summary = "One of them")
    public Response get(@PathParam("id") String id) {
        return Response.ok(LraView.of(operations.get(LraId.of(id))), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    @GET
    @Path("{id}/status")
    @Produces({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(summary = "The state of one of them")
    public Response status(@PathParam("id") String id, @Context HttpHeaders headers) {
        return Texts.answer(
                        Response.Status.OK,
                        headers,
                        "status",
                        operations.get(LraId.of(id)).status().text())
                .build();
    }

    @PUT
    @Path("{id}")
    @Produces({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(summary = "Join as a participant, whose places are in the header Link; or, as before, in the body")
    public Response join(
            @PathParam("id") String id,
            @QueryParam("TimeLimit") @DefaultValue("0") long timeLimit,
            @HeaderParam(LraHeader.DATA) @DefaultValue("") String data,
            @Nullable String body,
            @Context HttpHeaders headers) {
        // One line for all, or one for each (RFC 9110, section 5.3).
        String link = String.join(",", Objects.requireNonNullElse(headers.getRequestHeader("Link"), List.of()));
        Links links = link.isBlank() ? LinkHeader.parseOrBelow(required(body)) : LinkHeader.parse(link);
        LraDecider.Joined joined = operations.join(LraId.of(id), links, data, Duration.ofMillis(timeLimit));
        String recovery = LraUrls.recovery(joined.lra(), joined.joined().number());
        return Texts.answer(Response.Status.OK, headers, "recoveryUrl", recovery)
                .location(URI.create(recovery))
                .header(LraHeader.RECOVERY, recovery)
                .header(LraHeader.DATA, joined.before().isEmpty() ? data : joined.before())
                .build();
    }

    private static String required(@Nullable String body) {
        if (body == null || body.isBlank()) {
            throw Faults.invalid("Link", "it is missing", "send <https://host:port/path>; rel=\"compensate\"");
        }
        return body;
    }

    @PUT
    @Path("{id}/remove")
    @RunOnVirtualThread
    @Operation(summary = "Leave: the body is what was joined with, or the URL to compensate at")
    public Response leave(@PathParam("id") String id, @Nullable String body) {
        operations.leave(LraId.of(id), who(LraId.of(id), required(body)));
        return Response.ok().build();
    }

    private static Predicate<LraParticipant> who(LraId id, String body) {
        String text = body.strip();
        if (LinkHeader.isLinks(text)) {
            Links links = LinkHeader.parse(text);
            return participant -> links.compensate().isPresent()
                    ? participant.links().compensate().equals(links.compensate())
                    : participant.links().after().equals(links.after());
        }
        Optional<String> url = Optional.of(text);
        String below = text + "/compensate";
        return participant -> participant.links().compensate().equals(url)
                || participant.links().compensate().equals(Optional.of(below))
                || text.endsWith("/recovery/" + id + "/" + participant.number());
    }

    @PUT
    @Path("{id}/renew")
    @Produces(MediaType.TEXT_PLAIN)
    @RunOnVirtualThread
    @Operation(summary = "Give it more time, in milliseconds from now")
    public Response renew(@PathParam("id") String id, @QueryParam("TimeLimit") @DefaultValue("0") long timeLimit) {
        operations.renew(LraId.of(id), Duration.ofMillis(timeLimit));
        return Response.ok(id).build();
    }

    @PUT
    @Path("{id}/close")
    @Produces({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(summary = "Have all participants complete; the answer waits some time for it")
    public Response close(
            @PathParam("id") String id,
            @HeaderParam(LraHeader.LINK) @DefaultValue("") String link,
            @HeaderParam(LraHeader.DATA) @DefaultValue("") String data,
            @Context HttpHeaders headers) {
        return end(LraId.of(id), false, link, data, headers);
    }

    @PUT
    @Path("{id}/cancel")
    @Produces({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
    @RunOnVirtualThread
    @Operation(summary = "Have all participants compensate; the answer waits some time for it")
    public Response cancel(
            @PathParam("id") String id,
            @HeaderParam(LraHeader.LINK) @DefaultValue("") String link,
            @HeaderParam(LraHeader.DATA) @DefaultValue("") String data,
            @Context HttpHeaders headers) {
        return end(LraId.of(id), true, link, data, headers);
    }

    /// A participant that ends it may leave its data with it.
    private Response end(LraId id, boolean cancel, String link, String data, HttpHeaders headers) {
        if (LinkHeader.isLinks(link) && !data.isEmpty()) {
            operations.keep(id, LinkHeader.parse(link), data);
        }
        return Texts.answer(
                        Response.Status.OK,
                        headers,
                        "status",
                        operations.end(id, cancel).text())
                .build();
    }
}
