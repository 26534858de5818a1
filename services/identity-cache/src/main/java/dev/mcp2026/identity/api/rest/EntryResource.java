package dev.mcp2026.identity.api.rest;

import dev.mcp2026.identity.entry.EntryBook;
import dev.mcp2026.identity.entry.EntryName;
import dev.mcp2026.identity.operations.IdentityOperations;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// One registration entry: make, replace, delete.
@Path("/api/v1/tenants/{tenant}/identity/entries/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Entries")
public class EntryResource {
    private final IdentityOperations operations;
    private final EntryBook entries;

    public EntryResource(IdentityOperations operations, EntryBook entries) {
        this.operations = operations;
        this.entries = entries;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Make a registration entry, or replace it")
    public Response put(
            @PathParam("tenant") String tenant,
            @PathParam("name") String name,
            @HeaderParam("Idempotency-Key") @DefaultValue("") String idempotencyKey,
            @Nullable EntryBody body) {
        if (body == null) {
            throw Faults.invalid("body", "the request has no body", "send the entry as JSON");
        }
        IdentityOperations.Put put = operations.putEntry(
                body.toEntry(new EntryName(new TenantId(tenant), name), entries.now()), idempotencyKey);
        Response.Status status =
                put.outcome() == EntryBook.Outcome.CREATED ? Response.Status.CREATED : Response.Status.OK;
        return Response.status(status).entity(EntryBody.of(put.entry())).build();
    }

    @DELETE
    @RunOnVirtualThread
    @Operation(summary = "Delete a registration entry")
    public void delete(
            @PathParam("tenant") String tenant,
            @PathParam("name") String name,
            @HeaderParam("Idempotency-Key") @DefaultValue("") String idempotencyKey) {
        if (!operations.deleteEntry(new EntryName(new TenantId(tenant), name), idempotencyKey)) {
            throw Faults.of(FaultKind.NOT_FOUND, "there is no entry " + tenant + "/" + name, "it may be gone already");
        }
    }
}
