package dev.mcp2026.coordinator.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.coordinator.saga.Outcome;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.saga.definition.Call;
import dev.mcp2026.saga.participant.ActionKind;
import dev.mcp2026.saga.participant.SagaCall;
import io.grpc.Metadata;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class GrpcParticipantsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int RESULT_BYTES = 1_000;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final GrpcChannels channels = new GrpcChannels(
            () -> {
                throw new IllegalStateException("no SVID here");
            },
            threads,
            new Limit("mcp.saga.limits.grpc-channels", 4, "channels"));
    private final GrpcParticipants participants = new GrpcParticipants(
            channels,
            threads,
            new Limit("mcp.saga.limits.grpc-services", 4, "services"),
            Calls.LOOPBACK,
            new Limit("mcp.saga.limits.result-bytes", RESULT_BYTES, "bytes"));
    private GrpcShop shop;

    @BeforeEach
    void open() throws IOException {
        shop = new GrpcShop(true);
    }

    @AfterEach
    void close() {
        shop.close();
        channels.close();
        threads.shutdownNow();
    }

    private Outcome call(String call) throws InterruptedException {
        return call(Calls.of(call, Side.ACTION, LONG));
    }

    private Outcome call(Request request) throws InterruptedException {
        return participants.call(request, (Call.Grpc) request.call());
    }

    @Test
    void aMessageIsSentAndItsAnswerIsTheResult() throws Exception {
        Outcome outcome = call(shop.call(GrpcShop.METHOD, "{ definition: hello, tenant: t }"));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Success.class,
                        success -> assertThat(success.result().path("sagaId").asText())
                                .isEqualTo("hello"));
        assertThat(shop.requests)
                .singleElement()
                .satisfies(request -> assertThat(request.getTenant()).isEqualTo("t"));
    }

    @Test
    void fieldsThatHaveTheirDefaultAreInTheResult() throws Exception {
        assertThat(call(shop.call(GrpcShop.METHOD, "{}")))
                .isInstanceOfSatisfying(
                        Outcome.Success.class,
                        success -> assertThat(success.result())
                                .hasToString(
                                        "{\"sagaId\":\"\",\"phase\":\"SAGA_PHASE_UNSPECIFIED\",\"reason\":\"\",\"stuck\":false}"));
    }

    @Test
    void theParticipantsLibraryReadsTheMetadata() throws Exception {
        Request request = Calls.of(shop.call("hello"), Side.COMPENSATION, LONG);
        call(request);
        Metadata metadata = shop.metadata.poll(1, TimeUnit.MINUTES);
        SagaCall read =
                SagaCall.fromMetadata(name -> metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
        assertThat(read.kind()).isEqualTo(ActionKind.COMPENSATION);
        assertThat(read.epoch()).isEqualTo(7);
        assertThat(read.resource().value()).isEqualTo("ünit/1");
        assertThat(read.token()).hasToString(request.token().value());
        assertThat(metadata.keys()).contains("grpc-timeout");
    }

    @Test
    void aServiceIsAskedOnceWhatItLooksLike() throws Exception {
        for (int i = 0; i < 3; i++) {
            call(shop.call("hello"));
        }
        assertThat(shop.reflections).hasValue(1);
        assertThat(shop.requests).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = io.grpc.Status.Code.class,
            names = {"OK", "DEADLINE_EXCEEDED"},
            mode = EnumSource.Mode.EXCLUDE)
    void aStatusSaysWhetherItWasRefused(io.grpc.Status.Code code) throws Exception {
        boolean refused = switch (code) {
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    UNAUTHENTICATED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED -> true;
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    DEADLINE_EXCEEDED,
                    RESOURCE_EXHAUSTED,
                    ABORTED,
                    INTERNAL,
                    UNAVAILABLE,
                    DATA_LOSS -> false;
        };
        assertThat(call(shop.call("status " + code)))
                .isInstanceOf(refused ? Outcome.Refusal.class : Outcome.Unknown.class)
                .asString()
                .contains(code.name(), "as it was asked", "127.0.0.1:" + shop.port());
    }

    @Test
    void anUnimplementedMethodHasItsServiceAskedAgain() throws Exception {
        call(shop.call("status UNIMPLEMENTED"));
        call(shop.call("hello"));
        assertThat(shop.reflections).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mcp2026.saga.v1.Sagas/StartSaga | { colour: red } | the message is no mcp2026.saga.v1.StartSagaRequest",
                "mcp2026.saga.v1.Sagas/StartSaga | { definition: { a: 1 } } | the message is no",
                "mcp2026.saga.v1.Sagas/Nothing   | {} | it has no method mcp2026.saga.v1.Sagas/Nothing",
                "mcp2026.saga.v1.Nothing/X       | {} | it has no service mcp2026.saga.v1.Nothing",
                "mcp2026.saga.v1.Sagas/WatchSaga | {} | is a stream",
            })
    void whatCannotBeCalledIsRefusedAndSaysWhy(String method, String message, String why) throws Exception {
        assertThat(call(shop.call(method, message)))
                .isInstanceOf(Outcome.Refusal.class)
                .asString()
                .contains(why);
        assertThat(shop.requests).isEmpty();
    }

    @Test
    void aServerWithoutReflectionIsRefused() throws Exception {
        try (GrpcShop silent = new GrpcShop(false)) {
            assertThat(call(silent.call("hello")))
                    .isInstanceOf(Outcome.Refusal.class)
                    .asString()
                    .contains("no server reflection");
        }
    }

    @Test
    void whatHangsIsUnknown() throws Exception {
        call(shop.call("hello"));
        assertThat(call(Calls.of(shop.call("hang"), Side.ACTION, Duration.ofMillis(200))))
                .isEqualTo(new Outcome.Unknown("no answer within 200 ms"));
        assertThat(shop.hanging).hasSize(1);
        assertThat(call(shop.call("hello"))).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void aServerThatIsBackIsCalledAtOnce() throws Exception {
        call(shop.call("hello"));
        int port = shop.port();
        String again = shop.call("again");
        shop.close();
        for (int i = 0; i < 8; i++) {
            assertThat(call(again))
                    .isInstanceOf(Outcome.Unknown.class)
                    .asString()
                    .contains("UNAVAILABLE");
        }
        shop = new GrpcShop(port, true);
        assertThat(call(again)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void aResultOverTheLimitIsUnknownForItTookEffect() throws Exception {
        for (int letters : List.of(RESULT_BYTES - 5, 10 * RESULT_BYTES)) {
            assertThat(call(shop.call("large " + letters)))
                    .isInstanceOf(Outcome.Unknown.class)
                    .asString()
                    .contains("larger than 1000 bytes", "mcp.saga.limits.result-bytes");
        }
        assertThat(call(shop.call("large 900"))).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void anAddressThatIsNotAllowedIsNotCalled() {
        assertThatThrownBy(() -> call("{ grpc: { address: 'http://10.0.0.1:1', method: a.B/C } }"))
                .hasMessageContaining("may not call 10.0.0.1:1");
    }
}
