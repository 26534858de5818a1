package dev.mcp2026.coordinator.api.rest.lra;

import dev.mcp2026.coordinator.lra.LraId;
import dev.mcp2026.coordinator.lra.LraStatus;
import dev.mcp2026.coordinator.lra.LraUrls;
import dev.mcp2026.coordinator.lra.ParticipantStatus;
import dev.mcp2026.coordinator.operations.LraOperations;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// A nested long running action as a participant of the one around it.
@Path("/" + LraUrls.PATH + "/nested/{id}")
@LraApi
@Produces(MediaType.TEXT_PLAIN)
@Tag(name = "Long running actions")
public class NestedLraResource {
    private final LraOperations operations;

    public NestedLraResource(LraOperations operations) {
        this.operations = operations;
    }

    @GET
    @Path("status")
    @RunOnVirtualThread
    @Operation(summary = "How far a nested one is")
    public String status(@PathParam("id") String id) {
        return status(operations.nested(LraId.of(id)).status());
    }

    private static String status(LraStatus status) {
        ParticipantStatus as = switch (status) {
            case ACTIVE -> ParticipantStatus.ACTIVE;
            case CLOSING -> ParticipantStatus.COMPLETING;
            case CLOSED -> ParticipantStatus.COMPLETED;
            case FAILED_TO_CLOSE -> ParticipantStatus.FAILED_TO_COMPLETE;
            case CANCELLING -> ParticipantStatus.COMPENSATING;
            case CANCELLED -> ParticipantStatus.COMPENSATED;
            case FAILED_TO_CANCEL -> ParticipantStatus.FAILED_TO_COMPENSATE;
        };
        return as.text();
    }

    @PUT
    @Path("complete")
    @RunOnVirtualThread
    @Operation(summary = "Close a nested one")
    public String complete(@PathParam("id") String id) {
        return status(operations.endNested(LraId.of(id), false));
    }

    @PUT
    @Path("compensate")
    @RunOnVirtualThread
    @Operation(summary = "Cancel a nested one, also after it has closed")
    public String compensate(@PathParam("id") String id) {
        return status(operations.endNested(LraId.of(id), true));
    }

    @PUT
    @Path("forget")
    @RunOnVirtualThread
    @Operation(summary = "Tell a nested one that the one around it is over")
    public Response forget(@PathParam("id") String id) {
        operations.release(LraId.of(id));
        return Response.ok().build();
    }
}
