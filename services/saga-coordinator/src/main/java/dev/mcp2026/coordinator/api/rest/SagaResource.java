package dev.mcp2026.coordinator.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcp2026.coordinator.api.grpc.SagaCodec;
import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.operations.SagaOperations;
import dev.mcp2026.coordinator.watch.EndWait;
import dev.mcp2026.coordinator.watch.SagaWatch;
import dev.mcp2026.coordinator.watch.Watches;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.servicekit.http.Durations;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Sagas: start, list, look at, steer.
@Path("/api/v1/sagas")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sagas")
public class SagaResource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String YAML = "application/yaml";

    private final SagaOperations operations;
    private final Watches watches;

    public SagaResource(SagaOperations operations, Watches watches) {
        this.operations = operations;
        this.watches = watches;
    }

    private static @Nullable TenantId tenant(String value) {
        return value.isEmpty() ? null : new TenantId(value);
    }

    @POST
    @Consumes({YAML, MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @RunOnVirtualThread
    @Operation(summary = "Start a saga: the body is its definition, in YAML or JSON")
    public Response start(
            @QueryParam("tenant") @DefaultValue("") String tenant,
            @QueryParam("input") @DefaultValue("{}") String input,
            @HeaderParam("Idempotency-Key") @DefaultValue("") String idempotencyKey,
            @QueryParam("probe") @DefaultValue("true") boolean probe,
            @Parameter(description = "answer when it has ended, or after so long: 5s")
                    @QueryParam("wait")
                    @DefaultValue("0s")
                    String wait,
            @Nullable String definition) {
        Duration longest = EndWait.checked(Durations.parse("wait", wait));
        SagaId id = operations.start(required(definition), tenant(tenant), object(input), idempotencyKey, probe);
        return Response.status(Response.Status.CREATED)
                .entity(Views.Started.of(watches.await(id, longest)))
                .build();
    }

    @POST
    @Path("validate")
    @Consumes({YAML, MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    @RunOnVirtualThread
    @Operation(summary = "Check a definition and start nothing")
    public Views.Valid validate(@QueryParam("tenant") @DefaultValue("") String tenant, @Nullable String definition) {
        var read = operations.validate(required(definition), tenant(tenant));
        return new Views.Valid(read.name(), read.steps().size());
    }

    private static String required(@Nullable String definition) {
        if (definition == null || definition.isBlank()) {
            throw Faults.invalid("body", "the request has no body", "send the saga's definition");
        }
        return definition;
    }

    private static ObjectNode object(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException notJson) {
            // Answered below, together with what is JSON and no object.
        }
        throw Faults.invalid("input", "it is no JSON object", "write it as {\"field\": value}");
    }

    @GET
    @RunOnVirtualThread
    @Operation(summary = "Sagas, the newest first, page by page")
    public Views.SagaPage list(
            @QueryParam("tenant") @DefaultValue("") String tenant,
            @QueryParam("name") @DefaultValue("") String name,
            @QueryParam("phase") @DefaultValue("") String phase,
            @QueryParam("stuck") @DefaultValue("false") boolean stuck,
            @QueryParam("pageSize") @DefaultValue("0") int pageSize,
            @QueryParam("pageToken") @DefaultValue("") String pageToken) {
        var page = operations.list(tenant(tenant), name, phases(phase), stuck, pageSize, pageToken);
        return new Views.SagaPage(
                page.items().stream()
                        .map(item -> Views.SagaView.of(SagaCodec.summary(item)))
                        .toList(),
                page.next());
    }

    private static Set<SagaPhase> phases(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "" -> Set.of();
            case "RUNNING" -> Set.of(SagaPhase.SAGA_PHASE_RUNNING);
            case "COMPENSATING" -> Set.of(SagaPhase.SAGA_PHASE_COMPENSATING);
            case "COMPLETED" -> Set.of(SagaPhase.SAGA_PHASE_COMPLETED);
            case "COMPENSATED" -> Set.of(SagaPhase.SAGA_PHASE_COMPENSATED);
            default ->
                throw Faults.invalid(
                        "phase", "'" + name + "' is not known", "use RUNNING, COMPENSATING, COMPLETED or COMPENSATED");
        };
    }

    @GET
    @Path("{id}")
    @RunOnVirtualThread
    @Operation(summary = "One saga with its steps and all that happened")
    public Views.WholeSaga get(@PathParam("id") String id) {
        return Views.WholeSaga.of(operations.get(new SagaId(id)));
    }

    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    @Operation(summary = "What happened to a saga and happens, as server-sent events; ends with the saga")
    public Multi<OutboundSseEvent> events(
            @PathParam("id") String id,
            @QueryParam("after") @DefaultValue("0") long after,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context Sse sse) {
        SagaId saga = new SagaId(id);
        // Before anything is sent: what is refused is a problem document then.
        operations.get(saga);
        long known = SagaWatch.known(lastEventId == null ? after : number(lastEventId));
        return EventFeed.open(watches, saga, known, () -> operations.reread(saga), sse);
    }

    private static long number(String lastEventId) {
        try {
            return Long.parseLong(lastEventId.strip());
        } catch (NumberFormatException e) {
            throw Faults.invalid(
                    "Last-Event-ID", "'" + lastEventId + "' is no event's number", "send the id of the last event");
        }
    }

    @POST
    @Path("{id}/cancel")
    @RunOnVirtualThread
    @Operation(summary = "Turn a saga back that has not come to its pivot")
    public void cancel(@PathParam("id") String id, @QueryParam("reason") @DefaultValue("") String reason) {
        operations.cancel(new SagaId(id), reason);
    }

    @POST
    @Path("{id}/steps/{step}/retry")
    @RunOnVirtualThread
    @Operation(summary = "Make a dead step's call again")
    public void retry(@PathParam("id") String id, @PathParam("step") String step) {
        operations.retry(new SagaId(id), new StepName(step));
    }

    @POST
    @Path("{id}/steps/{step}/skip")
    @RunOnVirtualThread
    @Operation(summary = "Leave a dead or failing step's call out")
    public void skip(
            @PathParam("id") String id,
            @PathParam("step") String step,
            @QueryParam("reason") @DefaultValue("") String reason) {
        operations.skip(new SagaId(id), new StepName(step), reason);
    }
}
