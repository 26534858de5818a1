package dev.mcp2026.registry.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.proto.registry.v1.DeregisterRequest;
import dev.mcp2026.proto.registry.v1.ExplainRequest;
import dev.mcp2026.proto.registry.v1.ListCellsRequest;
import dev.mcp2026.proto.registry.v1.RegisterRequest;
import dev.mcp2026.proto.registry.v1.RenewRequest;
import dev.mcp2026.proto.registry.v1.ReportRequest;
import dev.mcp2026.proto.registry.v1.ResolveRequest;
import dev.mcp2026.proto.registry.v1.WatchRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every message inside every request, found by descriptor, so that one added to the contract is not forgotten.
class KnownFieldsTest {
    private static final UnknownFieldSet UNKNOWN = UnknownFieldSet.newBuilder()
            .addField(999, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    private static final List<Message> REQUESTS = List.of(
            RegisterRequest.getDefaultInstance(),
            RenewRequest.getDefaultInstance(),
            DeregisterRequest.getDefaultInstance(),
            ResolveRequest.getDefaultInstance(),
            WatchRequest.getDefaultInstance(),
            ReportRequest.getDefaultInstance(),
            ExplainRequest.getDefaultInstance(),
            ListCellsRequest.getDefaultInstance());

    private static void require(Message request) {
        switch (request) {
            case RegisterRequest r -> KnownFields.require(r);
            case RenewRequest r -> KnownFields.require(r);
            case DeregisterRequest r -> KnownFields.require(r);
            case ResolveRequest r -> KnownFields.require(r);
            case WatchRequest r -> KnownFields.require(r);
            case ReportRequest r -> KnownFields.require(r);
            case ExplainRequest r -> KnownFields.require(r);
            case ListCellsRequest r -> KnownFields.require(r);
            default -> throw new AssertionError(request);
        }
    }

    /// Copies of `message` with one unknown field each, one for every message within it.
    private static List<Message> withUnknown(Message message) {
        List<Message> copies = new ArrayList<>();
        copies.add(message.toBuilder().setUnknownFields(UNKNOWN).build());
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isMapField()) {
                continue;
            }
            Message inner =
                    message.newBuilderForType().newBuilderForField(field).build();
            for (Message changed : withUnknown(inner)) {
                Message.Builder copy = message.toBuilder();
                copies.add((field.isRepeated() ? copy.addRepeatedField(field, changed) : copy.setField(field, changed))
                        .build());
            }
        }
        return copies;
    }

    @Test
    void anUnknownFieldIsRefusedWhereverItIs() {
        List<Message> changed = new ArrayList<>();
        REQUESTS.forEach(request -> changed.addAll(withUnknown(request)));
        assertThat(changed).hasSizeGreaterThan(20);
        for (Message request : changed) {
            assertThatThrownBy(() -> require(request))
                    .as(request.toString())
                    .isInstanceOfSatisfying(FaultException.class, e -> {
                        assertThat(e.fault().kind()).isEqualTo(FaultKind.INVALID_ARGUMENT);
                        assertThat(e.fault().message()).contains("999");
                    });
        }
    }

    @Test
    void whatIsKnownPasses() {
        for (Message request : REQUESTS) {
            assertThatCode(() -> require(request)).doesNotThrowAnyException();
        }
    }
}
