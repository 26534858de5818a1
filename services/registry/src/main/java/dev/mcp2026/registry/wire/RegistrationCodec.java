package dev.mcp2026.registry.wire;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.registry.v1.Check;
import dev.mcp2026.proto.registry.v1.GrpcCheck;
import dev.mcp2026.proto.registry.v1.HttpCheck;
import dev.mcp2026.proto.registry.v1.TcpCheck;
import dev.mcp2026.registry.catalogue.CheckKind;
import dev.mcp2026.registry.catalogue.CheckSpec;
import dev.mcp2026.registry.catalogue.Endpoint;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.wire.Times;
import java.time.Duration;
import java.util.List;

/// `Registration` both ways, filling in the contract's defaults.
public final class RegistrationCodec {
    private static final int STATUS_MIN = 200;
    private static final int STATUS_MAX = 399;
    private static final String ENDPOINT_NAME = "main";

    /// Only a memory of equal texts: nothing depends on what it holds.
    private static final SharedText SHARED = new SharedText();

    private RegistrationCodec() {}

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT with the field's path
    public static Registration decode(dev.mcp2026.proto.registry.v1.Registration message) {
        List<Endpoint> endpoints = FieldPath.each("endpoints", message.getEndpointsList(), RegistrationCodec::endpoint);
        String first = endpoints.isEmpty() ? "" : endpoints.getFirst().name();
        return new Registration(
                new TenantId(SHARED.of(message.getTenant())),
                new ServiceName(SHARED.of(message.getService())),
                new InstanceId(message.getInstance()),
                endpoints,
                SHARED.of(message.getRegion()),
                SHARED.of(message.getZone()),
                SHARED.of(message.getLabelsMap()),
                FieldPath.each("checks", message.getChecksList(), check -> check(check, first)),
                message.hasLease() ? Times.duration("lease", message.getLease()) : null);
    }

    private static Endpoint endpoint(dev.mcp2026.proto.registry.v1.Endpoint message) {
        return new Endpoint(
                message.getName().isEmpty() ? ENDPOINT_NAME : SHARED.of(message.getName()),
                message.getHost(),
                message.getPort(),
                message.getProtocol().isEmpty() ? "tcp" : SHARED.of(message.getProtocol()));
    }

    private static CheckSpec check(Check message, String firstEndpoint) {
        CheckKind kind = kind(message);
        Duration interval =
                message.hasInterval() ? Times.duration("interval", message.getInterval()) : CheckSpec.DEFAULT_INTERVAL;
        Duration timeout =
                message.hasTimeout() ? Times.duration("timeout", message.getTimeout()) : CheckSpec.DEFAULT_TIMEOUT;
        return new CheckSpec(
                message.getName().isEmpty()
                        ? message.getKindCase().name().toLowerCase(java.util.Locale.ROOT)
                        : message.getName(),
                message.getEndpoint().isEmpty() ? firstEndpoint : message.getEndpoint(),
                interval,
                timeout,
                kind);
    }

    private static CheckKind kind(Check message) {
        return switch (message.getKindCase()) {
            case TCP -> new CheckKind.Tcp();
            case HTTP -> http(message.getHttp());
            case GRPC -> new CheckKind.Grpc(message.getGrpc().getService());
            case KIND_NOT_SET -> throw Faults.invalid("kind", "the check has no kind", "set one of tcp, http, grpc");
        };
    }

    private static CheckKind http(HttpCheck http) {
        boolean anyStatus = http.getStatusMin() == 0 && http.getStatusMax() == 0;
        return new CheckKind.Http(
                http.getPath().isEmpty() ? "/" : http.getPath(),
                anyStatus ? STATUS_MIN : http.getStatusMin(),
                anyStatus ? STATUS_MAX : http.getStatusMax());
    }

    public static dev.mcp2026.proto.registry.v1.Registration encode(Registration registration) {
        var message = dev.mcp2026.proto.registry.v1.Registration.newBuilder()
                .setTenant(registration.tenant().value())
                .setService(registration.service().value())
                .setInstance(registration.instance().value())
                .setRegion(registration.region())
                .setZone(registration.zone())
                .putAllLabels(registration.labels());
        registration
                .endpoints()
                .forEach(endpoint -> message.addEndpoints(dev.mcp2026.proto.registry.v1.Endpoint.newBuilder()
                        .setName(endpoint.name())
                        .setHost(endpoint.host())
                        .setPort(endpoint.port())
                        .setProtocol(endpoint.protocol())));
        registration.checks().forEach(check -> message.addChecks(encode(check)));
        Duration lease = registration.lease();
        if (lease != null) {
            message.setLease(Times.encode(lease));
        }
        return message.build();
    }

    private static Check encode(CheckSpec check) {
        Check.Builder message = Check.newBuilder()
                .setName(check.name())
                .setEndpoint(check.endpoint())
                .setInterval(Times.encode(check.interval()))
                .setTimeout(Times.encode(check.timeout()));
        switch (check.kind()) {
            case CheckKind.Tcp tcp -> message.setTcp(TcpCheck.getDefaultInstance());
            case CheckKind.Http http ->
                message.setHttp(HttpCheck.newBuilder()
                        .setPath(http.path())
                        .setStatusMin(http.statusMin())
                        .setStatusMax(http.statusMax()));
            case CheckKind.Grpc grpc -> message.setGrpc(GrpcCheck.newBuilder().setService(grpc.service()));
        }
        return message.build();
    }
}
