package dev.mcp2026.registry.api.grpc;

import com.google.protobuf.Message;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.proto.registry.v1.Check;
import dev.mcp2026.proto.registry.v1.DeregisterRequest;
import dev.mcp2026.proto.registry.v1.ExplainRequest;
import dev.mcp2026.proto.registry.v1.ListCellsRequest;
import dev.mcp2026.proto.registry.v1.RegisterRequest;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.RenewRequest;
import dev.mcp2026.proto.registry.v1.ReportRequest;
import dev.mcp2026.proto.registry.v1.ResolveRequest;
import dev.mcp2026.proto.registry.v1.WatchRequest;
import java.util.List;

/// Refuses requests with fields that this version does not know, as REST does: a client that asks for more than is
/// done must hear of it. Getters rather than descriptors, since this is done for every call and on native too.
///
/// Every method throws INVALID_ARGUMENT naming the message with the unknown field.
final class KnownFields {
    private KnownFields() {}

    static void require(RegisterRequest request) {
        known("request", request);
        Registration registration = request.getRegistration();
        known("registration", registration);
        known("registration.lease", registration.getLease());
        each("registration.endpoints", registration.getEndpointsList());
        List<Check> checks = registration.getChecksList();
        each("registration.checks", checks);
        for (int i = 0; i < checks.size(); i++) {
            check("registration.checks[" + i + "]", checks.get(i));
        }
    }

    private static void check(String path, Check check) {
        known(path + ".interval", check.getInterval());
        known(path + ".timeout", check.getTimeout());
        known(path + ".tcp", check.getTcp());
        known(path + ".http", check.getHttp());
        known(path + ".grpc", check.getGrpc());
    }

    static void require(RenewRequest request) {
        known("request", request);
        known("instance", request.getInstance());
    }

    static void require(DeregisterRequest request) {
        known("request", request);
        known("instance", request.getInstance());
    }

    static void require(ResolveRequest request) {
        known("request", request);
        known("selector", request.getSelector());
    }

    static void require(WatchRequest request) {
        known("request", request);
        known("selector", request.getSelector());
    }

    static void require(ReportRequest request) {
        known("request", request);
        each("observations", request.getObservationsList());
        for (int i = 0; i < request.getObservationsCount(); i++) {
            known("observations[" + i + "].instance", request.getObservations(i).getInstance());
        }
    }

    static void require(ExplainRequest request) {
        known("request", request);
    }

    static void require(ListCellsRequest request) {
        known("request", request);
    }

    private static void each(String path, List<? extends Message> messages) {
        for (int i = 0; i < messages.size(); i++) {
            known(path + "[" + i + "]", messages.get(i));
        }
    }

    private static void known(String path, Message message) {
        var unknown = message.getUnknownFields();
        if (!unknown.asMap().isEmpty()) {
            throw Faults.invalid(
                    path,
                    message.getDescriptorForType().getName() + " has no field with the number "
                            + unknown.asMap().keySet().iterator().next(),
                    "leave it out; is the client newer than this cell?");
        }
    }
}
