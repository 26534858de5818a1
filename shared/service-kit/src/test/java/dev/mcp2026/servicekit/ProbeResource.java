package dev.mcp2026.servicekit;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/api/v1/probe")
public class ProbeResource {
    private final ProbeAnswers answers;

    ProbeResource(ProbeAnswers answers) {
        this.answers = answers;
    }

    public record Check(String name, int port) {
        public Check {
            if (port < 1 || port > 65535) {
                throw Faults.invalid("port", port + " is no port", "use 1 to 65535");
            }
        }
    }

    public record Body(TenantId tenant, List<Check> checks) {}

    @GET
    @Path("blocking")
    public Map<String, String> blocking(@RestQuery String fail, @RestQuery String tenant) {
        return answer(fail, tenant);
    }

    @GET
    @Path("virtual")
    @RunOnVirtualThread
    public Map<String, String> virtual(@RestQuery String fail, @RestQuery String tenant) {
        return answer(fail, tenant);
    }

    @GET
    @Path("reactive")
    public Uni<Map<String, String>> reactive(@RestQuery String fail, @RestQuery String tenant) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(1))
                .map(_ -> answer(fail, tenant));
    }

    @POST
    @Path("body")
    @Consumes(MediaType.APPLICATION_JSON)
    public Map<String, Object> body(Body body, @QueryParam("number") Integer number) {
        return Map.of("checks", body.checks().size());
    }

    private Map<String, String> answer(String fail, String tenant) {
        var answer = answers.answer(fail == null ? "" : fail, tenant == null ? "" : tenant);
        return Map.of("principal", answer.getPrincipal(), "thread", answer.getThread(), "traceId", answer.getTraceId());
    }
}
