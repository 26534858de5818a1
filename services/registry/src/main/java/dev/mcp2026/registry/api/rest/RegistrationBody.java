package dev.mcp2026.registry.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.catalogue.CheckSpec;
import dev.mcp2026.registry.catalogue.Endpoint;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.wire.FieldPath;
import dev.mcp2026.servicekit.http.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A registration as JSON; tenant, service and instance come from the path.
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An instance: its endpoints, labels and checks. Without lease it is kept until deregistered.")
public record RegistrationBody(
        @Nullable List<EndpointBody> endpoints,
        @Nullable String region,
        @Nullable String zone,
        @Nullable Map<String, String> labels,
        @Nullable List<CheckBody> checks,
        @Schema(examples = "10s") @Nullable String lease) {

    /// One address.
    @Schema(description = "An address: a DNS name or IP literal, and a port")
    public record EndpointBody(
            @Nullable String name,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable String protocol) {}

    /// One check; exactly one of tcp, http, grpc.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(description = "An active check; exactly one of tcp, http and grpc is set")
    public record CheckBody(
            @Nullable String name,
            @Nullable String endpoint,
            @Schema(examples = "1s") @Nullable String interval,
            @Schema(examples = "1s") @Nullable String timeout,
            @Nullable TcpBody tcp,
            @Nullable HttpBody http,
            @Nullable GrpcBody grpc) {}

    /// A TCP connect.
    public record TcpBody() {}

    /// A GET.
    public record HttpBody(
            @Nullable String path,
            @Nullable Integer statusMin,
            @Nullable Integer statusMax) {}

    /// gRPC health.
    public record GrpcBody(@Nullable String service) {}

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT with the field's path
    Registration toRegistration(TenantId tenant, ServiceName service, InstanceId instance) {
        List<Endpoint> built = FieldPath.each("endpoints", or(endpoints, List.of()), RegistrationBody::endpoint);
        String first = built.isEmpty() ? "" : built.getFirst().name();
        return new Registration(
                tenant,
                service,
                instance,
                built,
                or(region, ""),
                or(zone, ""),
                or(labels, Map.of()),
                FieldPath.each("checks", or(checks, List.of()), check -> check(check, first)),
                lease == null ? null : Durations.parse("lease", lease));
    }

    private static Endpoint endpoint(EndpointBody body) {
        if (body.host() == null) {
            throw Faults.invalid("host", "the host is missing", "give a DNS name or an IP address");
        }
        if (body.port() == null) {
            throw Faults.invalid("port", "the port is missing", "use 1 to 65535");
        }
        return new Endpoint(or(body.name(), "main"), body.host(), body.port(), or(body.protocol(), "tcp"));
    }

    private static CheckSpec check(CheckBody body, String first) {
        CheckKind kind = kind(body);
        return new CheckSpec(
                or(body.name(), kind.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT)),
                or(body.endpoint(), first),
                body.interval() == null ? CheckSpec.DEFAULT_INTERVAL : Durations.parse("interval", body.interval()),
                body.timeout() == null ? CheckSpec.DEFAULT_TIMEOUT : Durations.parse("timeout", body.timeout()),
                kind);
    }

    private static CheckKind kind(CheckBody body) {
        int kinds = (body.tcp() == null ? 0 : 1) + (body.http() == null ? 0 : 1) + (body.grpc() == null ? 0 : 1);
        if (kinds != 1) {
            throw Faults.invalid("kind", "the check has " + kinds + " kinds", "set exactly one of tcp, http, grpc");
        }
        HttpBody http = body.http();
        if (http != null) {
            return new CheckKind.Http(or(http.path(), "/"), or(http.statusMin(), 200), or(http.statusMax(), 399));
        }
        GrpcBody grpc = body.grpc();
        return grpc == null ? new CheckKind.Tcp() : new CheckKind.Grpc(or(grpc.service(), ""));
    }

    static RegistrationBody of(Registration registration) {
        Duration lease = registration.lease();
        return new RegistrationBody(
                registration.endpoints().stream()
                        .map(e -> new EndpointBody(e.name(), e.host(), e.port(), e.protocol()))
                        .toList(),
                registration.region(),
                registration.zone(),
                registration.labels(),
                registration.checks().stream().map(RegistrationBody::of).toList(),
                lease == null ? null : Durations.format(lease));
    }

    private static CheckBody of(CheckSpec check) {
        return new CheckBody(
                check.name(),
                check.endpoint(),
                Durations.format(check.interval()),
                Durations.format(check.timeout()),
                check.kind() instanceof CheckKind.Tcp ? new TcpBody() : null,
                check.kind() instanceof CheckKind.Http http
                        ? new HttpBody(http.path(), http.statusMin(), http.statusMax())
                        : null,
                check.kind() instanceof CheckKind.Grpc grpc ? new GrpcBody(grpc.service()) : null);
    }

    private static <T> T or(@Nullable T value, T fallback) {
        return value == null ? fallback : value;
    }
}
