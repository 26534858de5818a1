package dev.mcp2026.registry.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.proto.registry.v1.Check;
import dev.mcp2026.proto.registry.v1.Endpoint;
import dev.mcp2026.proto.registry.v1.GrpcCheck;
import dev.mcp2026.proto.registry.v1.HttpCheck;
import dev.mcp2026.proto.registry.v1.Record;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.TcpCheck;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegistrationCodecTest {
    private static Registration.Builder valid() {
        return Registration.newBuilder()
                .setTenant("shop")
                .setService("web")
                .setInstance("web-1")
                .addEndpoints(Endpoint.newBuilder()
                        .setName("http")
                        .setHost("127.0.0.1")
                        .setPort(80))
                .addChecks(Check.newBuilder()
                        .setName("up")
                        .setHttp(HttpCheck.newBuilder().setPath("/health")))
                .putLabels("tier", "web");
    }

    @Test
    void whatWasDecodedEncodesToTheSame() {
        var decoded = RegistrationCodec.decode(valid().build());
        assertThat(RegistrationCodec.decode(RegistrationCodec.encode(decoded))).isEqualTo(decoded);
    }

    @Test
    void theFieldAtFaultIsNamedByItsPath() {
        refused(valid().setTenant("Shop!"), "tenant");
        refused(valid().setService(""), "service");
        refused(
                valid().setEndpoints(
                                0, Endpoint.newBuilder().setHost("999.1.2.3").setPort(1)),
                "endpoints[0].host");
        refused(
                valid().setEndpoints(
                                0, Endpoint.newBuilder().setHost("http://x").setPort(1)),
                "endpoints[0].host");
        refused(valid().setEndpoints(0, Endpoint.newBuilder().setHost("x").setPort(70_000)), "endpoints[0].port");
        refused(valid().addChecks(Check.newBuilder().setName("two")), "checks[1].kind");
        refused(
                valid().addChecks(Check.newBuilder().setEndpoint("nope").setTcp(TcpCheck.getDefaultInstance())),
                "checks[1].endpoint");
        refused(
                valid().setChecks(
                                0,
                                Check.newBuilder()
                                        .setHttp(HttpCheck.newBuilder().setPath("no-slash"))),
                "checks[0].http.path");
        refused(valid().clearEndpoints().clearChecks(), "endpoints");
        refused(
                valid().setChecks(
                                0,
                                Check.newBuilder()
                                        .setGrpc(GrpcCheck.newBuilder().setService("s".repeat(254)))),
                "checks[0].grpc.service");
        refused(valid().setLease(Duration.newBuilder().setSeconds(Long.MAX_VALUE)), "lease");
    }

    private static void refused(Registration.Builder message, String field) {
        assertThatThrownBy(() -> RegistrationCodec.decode(message.build()))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().field()).isEqualTo(field));
    }

    /// A peer's bytes either decode to a valid delta or are refused with a fault; nothing else escapes.
    @Test
    void mutatedRecordsAreRefusedOrValid() {
        byte[] seedBytes = Record.newBuilder()
                .setCell("c2")
                .setTenant("shop")
                .setService("web")
                .setInstance("web-1")
                .setRegistrationStamp(99)
                .setRegistration(valid())
                .build()
                .toByteArray();
        Random random = new Random(7);
        int decoded = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = seedBytes.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                DeltaCodec.decode(Record.parseFrom(bytes));
                decoded++;
            } catch (InvalidProtocolBufferException | FaultException refused) {
                // As it should be.
            }
        }
        assertThat(decoded).isPositive();
    }
}
