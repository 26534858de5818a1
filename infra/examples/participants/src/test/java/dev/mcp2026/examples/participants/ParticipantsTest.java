package dev.mcp2026.examples.participants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.mcp2026.saga.participant.ActionKind;
import dev.mcp2026.saga.participant.ResourceKey;
import dev.mcp2026.saga.participant.SagaHeader;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParticipantsTest {
    private static final String BICYCLES = "{\"item\":\"bicycle\",\"quantity\":2}";

    @TempDir
    Path directory;

    private static Map<SagaHeader, String> call(String saga, String step, ActionKind kind) {
        Map<SagaHeader, String> headers = new EnumMap<>(SagaHeader.class);
        String type = kind == ActionKind.ACTION ? step : step + ".compensate";
        headers.put(SagaHeader.TOKEN, saga + ":" + type + ":" + new ResourceKey("r").digits());
        headers.put(SagaHeader.SAGA, saga);
        headers.put(SagaHeader.STEP, step);
        headers.put(SagaHeader.ACTION, kind.text());
        headers.put(SagaHeader.EPOCH, "1");
        headers.put(
                SagaHeader.DEADLINE, Instant.now().plus(Duration.ofMinutes(1)).toString());
        headers.put(SagaHeader.RESOURCE, "r");
        return headers;
    }

    private static HttpResponse<String> post(Face face, String operation, Map<SagaHeader, String> headers, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + face.port() + "/" + operation))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach((header, value) -> request.header(header.http(), value));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private List<Ledger.Effect> ledger(String name) {
        return Ledger.read(Participant.database(directory.resolve(name + ".db")), "");
    }

    @Test
    void aRepeatIsAnsweredAsTheFirstTimeAlsoByAnotherProcess() throws Exception {
        String first;
        try (Participant participant = Main.participant("inventory", directory);
                Face face = Main.open("inventory", participant, 0)) {
            first = post(face, "reserve", call("s1", "reserve", ActionKind.ACTION), BICYCLES)
                    .body();
        }
        try (Participant participant = Main.participant("inventory", directory);
                Face face = Main.open("inventory", participant, 0)) {
            var repeat = post(face, "reserve", call("s1", "reserve", ActionKind.ACTION), BICYCLES);
            assertThat(repeat.statusCode()).isEqualTo(200);
            assertThat(repeat.body()).isEqualTo(first).isEqualTo("{\"reserved\":\"2 bicycle\"}");
        }
        assertThat(ledger("inventory")).containsExactly(new Ledger.Effect("s1", "reserve", 1));
    }

    @Test
    void anActionAfterItsCompensationIsRefused() throws Exception {
        try (Participant participant = Main.participant("inventory", directory);
                Face face = Main.open("inventory", participant, 0)) {
            assertThat(post(face, "release", call("s1", "reserve", ActionKind.COMPENSATION), "")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(post(face, "reserve", call("s1", "reserve", ActionKind.ACTION), BICYCLES)
                            .statusCode())
                    .isEqualTo(409);
        }
        assertThat(ledger("inventory")).isEmpty();
    }

    @Test
    void whatIsNotInStockOrNotCoveredIsRefusedAndWhatIsNoSagasCallIsMalformed() throws Exception {
        try (Participant inventory = Main.participant("inventory", directory);
                Face stock = Main.open("inventory", inventory, 0);
                Participant payment = Main.participant("payment", directory);
                Face accounts = Main.open("payment", payment, 0)) {
            var unicorn = post(
                    stock,
                    "reserve",
                    call("s1", "reserve", ActionKind.ACTION),
                    "{\"item\":\"unicorn\",\"quantity\":1}");
            assertThat(unicorn.statusCode()).isEqualTo(422);
            assertThat(unicorn.body()).contains("1 of unicorn are not in stock");
            var poor = post(
                    accounts,
                    "charge",
                    call("s1", "charge", ActionKind.ACTION),
                    "{\"account\":\"charles\",\"amount\":11}");
            assertThat(poor.statusCode()).isEqualTo(422);
            assertThat(post(stock, "reserve", Map.of(), BICYCLES).body()).contains("Idempotency-Key");
            assertThat(post(stock, "reserve", call("s2", "reserve", ActionKind.ACTION), "{")
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void shippingIsCalledOverGrpc() throws Exception {
        try (Participant participant = Main.participant("shipping", directory);
                Face face = Main.open("shipping", participant, 0)) {
            ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", face.port())
                    .usePlaintext()
                    .build();
            try {
                Channel called = ClientInterceptors.intercept(
                        channel,
                        MetadataUtils.newAttachHeadersInterceptor(metadata(call("s1", "ship", ActionKind.ACTION))));
                Struct parcel = Struct.newBuilder()
                        .putFields(
                                "address",
                                Value.newBuilder().setStringValue("here").build())
                        .build();
                assertThat(ship(called, parcel).getFieldsMap()).containsKey("parcel");
                assertThat(ship(called, parcel)).isEqualTo(ship(called, parcel));
                assertThatThrownBy(() -> ship(channel, parcel))
                        .isInstanceOfSatisfying(
                                StatusRuntimeException.class,
                                e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
            } finally {
                channel.shutdownNow();
            }
        }
        assertThat(ledger("shipping")).containsExactly(new Ledger.Effect("s1", "Ship", 1));
    }

    private static Metadata metadata(Map<SagaHeader, String> headers) {
        Metadata metadata = new Metadata();
        headers.forEach((header, value) ->
                metadata.put(Metadata.Key.of(header.grpc(), Metadata.ASCII_STRING_MARSHALLER), value));
        return metadata;
    }

    private static Struct ship(Channel channel, Struct parcel) {
        MethodDescriptor<Struct, Struct> method = MethodDescriptor.<Struct, Struct>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("examples.shipping.v1.Shipping/Ship")
                .setRequestMarshaller(ProtoUtils.marshaller(Struct.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Struct.getDefaultInstance()))
                .build();
        return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, parcel);
    }
}
