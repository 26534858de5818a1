package dev.mcp2026.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcFaultsTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void everyKindComesBackAsItWent(FaultKind kind) {
        Fault fault = new Fault(kind, null, "it was wrong", "do better");
        StatusRuntimeException sent = GrpcFaults.toGrpc(fault, TRACE);
        assertThat(sent.getStatus().getCode()).isEqualTo(WireCode.of(kind).grpc());
        assertThat(sent.getStatus().getDescription()).isEqualTo("it was wrong; do better");
        assertThat(GrpcFaults.fromGrpc(sent)).isEqualTo(fault);
        assertThat(GrpcFaults.traceIdOf(sent)).contains(TRACE);
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void theFieldComesBackToo(FaultKind kind) {
        Fault fault = new Fault(kind, "checks[0].port", "70000 is no port", "");
        assertThat(GrpcFaults.fromGrpc(GrpcFaults.toGrpc(fault, ""))).isEqualTo(fault);
    }

    @ParameterizedTest
    @EnumSource(Status.Code.class)
    void everyForeignStatusIsReadAsSomeFault(Status.Code code) {
        Fault fault = GrpcFaults.fromGrpc(new StatusRuntimeException(code.toStatus()));
        assertThat(fault.detail()).contains(code.name());
        assertThat(fault.action()).isNotEmpty();
    }

    @Test
    void aConnectionRefusedIsUnavailableAndKeepsItsWords() {
        Fault fault = GrpcFaults.fromGrpc(
                Status.UNAVAILABLE.withDescription("io exception: refused").asRuntimeException());
        assertThat(fault.kind()).isEqualTo(FaultKind.UNAVAILABLE);
        assertThat(fault.detail()).isEqualTo("io exception: refused");
    }

    @Test
    void aKindOfANewerServerFallsBackToTheCode() {
        Any info = Any.pack(ErrorInfo.newBuilder()
                .setReason("BRAND_NEW")
                .setDomain("mcp2026")
                .build());
        assertThat(GrpcFaults.fromGrpc(status(5, info)).kind()).isEqualTo(FaultKind.NOT_FOUND);
    }

    @Test
    void anotherDomainsReasonIsNotOurs() {
        Any info = Any.pack(
                ErrorInfo.newBuilder().setReason("INTERNAL").setDomain("other").build());
        assertThat(GrpcFaults.fromGrpc(status(7, info)).kind()).isEqualTo(FaultKind.PERMISSION_DENIED);
    }

    @Test
    void garbledDetailsAreIgnored() {
        Any info = Any.newBuilder()
                .setTypeUrl("type.googleapis.com/google.rpc.ErrorInfo")
                .setValue(ByteString.copyFrom(new byte[] {(byte) 0xff, 1, 2}))
                .build();
        assertThat(GrpcFaults.fromGrpc(status(14, info)).kind()).isEqualTo(FaultKind.UNAVAILABLE);
    }

    private static StatusRuntimeException status(int code, Any detail) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(code)
                .addDetails(detail)
                .build());
    }
}
