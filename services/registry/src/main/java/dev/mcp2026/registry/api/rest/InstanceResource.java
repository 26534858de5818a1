package dev.mcp2026.registry.api.rest;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.Registered;
import dev.mcp2026.registry.operations.RegistryOperations;
import dev.mcp2026.servicekit.http.Durations;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// One instance: register, deregister, heartbeat.
@Path("/api/v1/tenants/{tenant}/services/{service}/instances/{instance}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Instances")
public class InstanceResource {
    private final RegistryOperations operations;
    private final Catalogue catalogue;

    public InstanceResource(RegistryOperations operations, Catalogue catalogue) {
        this.operations = operations;
        this.catalogue = catalogue;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Register an instance in this cell, or replace its registration")
    public Response register(
            @PathParam("tenant") String tenant,
            @PathParam("service") String service,
            @PathParam("instance") String instance,
            @HeaderParam("Idempotency-Key") @DefaultValue("") String idempotencyKey,
            @Nullable RegistrationBody body) {
        if (body == null) {
            throw Faults.invalid("body", "the request has no body", "send the registration as JSON");
        }
        Registered registered = operations.register(
                body.toRegistration(new TenantId(tenant), new ServiceName(service), new InstanceId(instance)),
                idempotencyKey);
        Response.Status status =
                registered.outcome() == Registered.Outcome.CREATED ? Response.Status.CREATED : Response.Status.OK;
        return Response.status(status).entity(view(registered.entry())).build();
    }

    @DELETE
    @RunOnVirtualThread
    @Operation(summary = "Deregister an instance of this cell")
    public void deregister(
            @PathParam("tenant") String tenant,
            @PathParam("service") String service,
            @PathParam("instance") String instance,
            @HeaderParam("Idempotency-Key") @DefaultValue("") String idempotencyKey) {
        boolean existed = operations.deregister(
                new TenantId(tenant), new ServiceName(service), new InstanceId(instance), idempotencyKey);
        if (!existed) {
            throw Faults.of(
                    FaultKind.NOT_FOUND,
                    "no instance '" + instance + "' of service '" + service + "' in this cell",
                    "it may be gone already");
        }
    }

    @POST
    @Path("heartbeat")
    @Operation(summary = "Renew a leased instance; the gRPC stream is cheaper for many")
    public Views.Renewal heartbeat(
            @PathParam("tenant") String tenant,
            @PathParam("service") String service,
            @PathParam("instance") String instance,
            @jakarta.ws.rs.QueryParam("sequence") @DefaultValue("0") long sequence) {
        Optional<Duration> left =
                operations.renew(new TenantId(tenant), new ServiceName(service), new InstanceId(instance), sequence);
        return new Views.Renewal(left.isPresent(), left.map(Durations::format).orElse(null));
    }

    private InstanceView view(Entry entry) {
        return InstanceView.of(entry, catalogue.staleSince(entry.key().cell()));
    }
}
