package dev.mcp2026.coordinator.api.rest.lra;

import dev.mcp2026.coordinator.lra.Links;
import dev.mcp2026.coordinator.lra.Lra;
import dev.mcp2026.coordinator.lra.LraId;
import dev.mcp2026.coordinator.lra.LraParticipant;
import dev.mcp2026.coordinator.lra.LraUrls;
import dev.mcp2026.coordinator.operations.LraOperations;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What is still to be ended, what has failed, and participants that have moved.
@Path("/" + LraUrls.PATH + "/recovery")
@LraApi
@Tag(name = "Long running actions")
public class LraRecoveryResource {
    private final LraOperations operations;

    public LraRecoveryResource(LraOperations operations) {
        this.operations = operations;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Those that are being closed or cancelled, or of which somebody has still to be told")
    public Response recovering() {
        return LraResource.json(operations.list(Lra::isRecovering));
    }

    @GET
    @Path("failed")
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Those that have failed; kept until they are removed here")
    public Response failed() {
        return LraResource.json(operations.list(lra -> lra.status().isFailed()));
    }

    @GET
    @Path("{id}/{participant}")
    @Produces(MediaType.TEXT_PLAIN)
    @RunOnVirtualThread
    @Operation(summary = "Where a participant is")
    public String participant(@PathParam("id") String id, @PathParam("participant") String number) {
        Links links = operations
                .get(LraId.of(id))
                .participant(number(number))
                .map(LraParticipant::links)
                .orElseThrow(() -> missing(number));
        return links.compensate().or(links::after).orElse("");
    }

    @PUT
    @Path("{id}/{participant}")
    @Produces(MediaType.TEXT_PLAIN)
    @RunOnVirtualThread
    @Operation(summary = "A participant is elsewhere now: the body is what it would join with")
    public String moved(@PathParam("id") String id, @PathParam("participant") String number, @Nullable String body) {
        if (body == null || body.isBlank()) {
            throw Faults.invalid("body", "it is missing", "send the participant's URL, or its links");
        }
        operations.move(LraId.of(id), number(number), LinkHeader.parseOrBelow(body));
        return body;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw missing(text);
        }
    }

    private static RuntimeException missing(String number) {
        return Faults.of(
                FaultKind.NOT_FOUND, "there is no participant '" + number + "'", "take the URL that joining answered");
    }

    @DELETE
    @Path("{id}")
    @RunOnVirtualThread
    @Operation(summary = "Remove one that has failed")
    public Response forget(@PathParam("id") String id) {
        operations.forget(LraId.of(id));
        return Response.noContent().build();
    }
}
