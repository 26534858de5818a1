package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.testing.integration.EmptyProtos.Empty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client makes of answers that are wrong or below gRPC's level: the same status over HTTP/2 and HTTP/3. The
/// statuses are those of gRPC's "HTTP to gRPC Status Code Mapping", of "gRPC over HTTP/2", section "Errors", and of
/// proposal G2 for HTTP/3.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AnswerContract {
    private static final byte[] EMPTY_MESSAGE = new byte[5];
    private static final Metadata.Key<String> NOTE = Metadata.Key.of("note", Metadata.ASCII_STRING_MARSHALLER);

    /// @param name of the error code
    /// @param status that the call ends with
    record Reset(String name, long code, Status.Code status) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final AtomicInteger requests = new AtomicInteger();
    private Consumer<Exchange> script;
    private Exchange.Server server;
    private ManagedChannel channel;

    abstract Exchange.Server serve(Consumer<Exchange> answer) throws Exception;

    abstract ManagedChannel connect(int port);

    abstract List<Reset> resets();

    /// The code that says that a request was not looked at.
    abstract long rejected();

    @BeforeEach
    void open() throws Exception {
        requests.set(0);
        server = serve(exchange -> {
            requests.incrementAndGet();
            script.accept(exchange);
        });
        channel = connect(server.port());
    }

    @AfterEach
    void close() {
        Node.close(channel);
        server.close();
    }

    /// What a caller was told, in this order.
    private static final class Told extends ClientCall.Listener<Empty> {
        final List<String> events = new CopyOnWriteArrayList<>();
        final CompletableFuture<Status> status = new CompletableFuture<>();
        volatile Metadata trailers;

        @Override
        public void onHeaders(Metadata headers) {
            events.add("headers");
        }

        @Override
        public void onMessage(Empty message) {
            events.add("message");
        }

        @Override
        public void onClose(Status end, Metadata sent) {
            trailers = sent;
            status.complete(end);
        }

        Status end() throws Exception {
            return status.get(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private Told call(Consumer<Exchange> answer) {
        script = answer;
        Told told = new Told();
        ClientCall<Empty, Empty> call = channel.newCall(Node.ONCE, CallOptions.DEFAULT);
        call.start(told, new Metadata());
        call.request(2);
        call.sendMessage(Empty.getDefaultInstance());
        call.halfClose();
        return told;
    }

    private static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    private static Map<String, String> headers(String... more) {
        Map<String, String> fields = fields(":status", "200", "content-type", "application/grpc");
        fields.putAll(fields(more));
        return fields;
    }

    // HTTP statuses.

    @ParameterizedTest
    @CsvSource({
        "400, INTERNAL",
        "401, UNAUTHENTICATED",
        "403, PERMISSION_DENIED",
        "404, UNIMPLEMENTED",
        "429, UNAVAILABLE",
        "431, INTERNAL",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, UNAVAILABLE",
        "200, UNKNOWN",
        "204, UNKNOWN",
        "302, UNKNOWN",
        "405, UNKNOWN",
        "415, UNKNOWN",
        "500, UNKNOWN",
        "505, UNKNOWN"
    })
    void anHttpStatusWithoutAGrpcStatus(String http, Status.Code expected) throws Exception {
        assertThat(call(exchange -> exchange.section(fields(":status", http), true))
                        .end()
                        .getCode())
                .as("no content-type")
                .isEqualTo(expected);
        assertThat(call(exchange -> exchange.section(fields(":status", http, "content-type", "text/html"), false)
                                .data("<h1>no</h1>".getBytes(java.nio.charset.StandardCharsets.UTF_8), true))
                        .end())
                .as("a page")
                .satisfies(status -> assertThat(status.getCode()).isEqualTo(expected))
                .satisfies(status -> assertThat(status.getDescription()).contains("text/html", "<h1>no</h1>"));
        assertThat(call(exchange -> exchange.section(fields(":status", http, "content-type", "application/grpc"), true))
                        .end()
                        .getCode())
                .as("gRPC's content-type")
                .isEqualTo(expected);
    }

    @Test
    void aGrpcStatusGoesBeforeTheHttpStatus() throws Exception {
        Told told = call(exchange -> exchange.section(
                fields(":status", "503", "content-type", "application/grpc", "grpc-status", "5", "note", "yes"), true));
        assertThat(told.end().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(told.trailers.get(NOTE)).isEqualTo("yes");
    }

    @Test
    void informationalAnswersArePassedOver() throws Exception {
        Told told = call(exchange -> exchange.section(fields(":status", "103", "link", "x"), false)
                .section(headers(), false)
                .data(EMPTY_MESSAGE, false)
                .section(fields("grpc-status", "0"), true));
        assertThat(told.end().isOk()).isTrue();
        assertThat(told.events).containsExactly("headers", "message");
    }

    // Content types.

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "application/grpcx", "application"})
    void anotherContentTypeIsNoAnswerToACall(String type) throws Exception {
        Told told = call(exchange -> exchange.section(fields(":status", "200", "content-type", type), false)
                .data(EMPTY_MESSAGE, false)
                .section(fields("grpc-status", "0"), true));
        assertThat(told.end().getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(told.end().getDescription()).contains("invalid content-type: " + type);
        assertThat(told.events).isEmpty();
        assertThat(call(exchange -> exchange.section(
                                fields(":status", "200", "content-type", type, "grpc-status", "0"), true))
                        .end()
                        .getCode())
                .isEqualTo(Status.Code.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc+proto", "application/grpc;x=y", "APPLICATION/GRPC"})
    void contentTypesOfGrpc(String type) throws Exception {
        Told told = call(exchange -> exchange.section(fields(":status", "200", "content-type", type), false)
                .data(EMPTY_MESSAGE, false)
                .section(fields("grpc-status", "0"), true));
        assertThat(told.end().isOk()).isTrue();
    }

    // The end of an answer.

    @Test
    void trailersOnly() throws Exception {
        Told told = call(exchange ->
                exchange.section(headers("grpc-status", "9", "grpc-message", "not%20y%C3%A9t", "note", "yes"), true));
        assertThat(told.end().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(told.end().getDescription()).isEqualTo("not yét");
        assertThat(told.trailers.get(NOTE)).isEqualTo("yes");
        assertThat(told.trailers.keys()).doesNotContain("grpc-status", "grpc-message", ":status");
        assertThat(told.events).isEmpty();
    }

    /// They are trailers only at the end of the stream.
    @Test
    void aStatusAmongTheHeadersIsNotTheEnd() throws Exception {
        Told told = call(exchange -> exchange.section(headers("grpc-status", "0"), false)
                .data(EMPTY_MESSAGE, false)
                .section(fields("grpc-status", "5"), true));
        assertThat(told.end().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(told.events).containsExactly("headers", "message");
    }

    @Test
    void noStatusInTheTrailers() throws Exception {
        Told told = call(exchange ->
                exchange.section(headers(), false).data(EMPTY_MESSAGE, false).section(fields("note", "yes"), true));
        assertThat(told.end().getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(told.trailers.get(NOTE)).isEqualTo("yes");
    }

    @Test
    void noTrailers() throws Exception {
        assertThat(call(exchange -> exchange.section(headers(), false).data(EMPTY_MESSAGE, true))
                        .end()
                        .getCode())
                .isEqualTo(Status.Code.INTERNAL);
        assertThat(call(exchange -> exchange.section(headers(), false).data(new byte[] {0, 0, 0, 0, 9, 1}, true))
                        .end()
                        .getCode())
                .as("in the middle of a message")
                .isEqualTo(Status.Code.INTERNAL);
    }

    @Test
    void aMessageCutOffByTheTrailers() throws Exception {
        Told told = call(exchange -> exchange.section(headers(), false)
                .data(new byte[] {0, 0, 0, 0, 9, 1}, false)
                .section(fields("grpc-status", "0"), true));
        assertThat(told.end().getCode()).isEqualTo(Status.Code.INTERNAL);
    }

    @ParameterizedTest
    @CsvSource({"17, UNKNOWN", "99, UNKNOWN", "x, UNKNOWN", "-1, UNKNOWN", "'', UNKNOWN"})
    void aStatusThatIsNone(String number, Status.Code expected) throws Exception {
        Told told = call(exchange -> exchange.section(headers("grpc-status", number), true));
        assertThat(told.end().getCode()).isEqualTo(expected);
        Told later = call(exchange -> exchange.section(headers(), false).section(fields("grpc-status", number), true));
        assertThat(later.end().getCode()).isEqualTo(expected);
    }

    /// "Responses": an invalid value is not an error, and is shown as it is.
    @ParameterizedTest
    @CsvSource({
        "100%25, '100%'",
        "'%', '%'",
        "'%2', '%2'",
        "'%zz', '%zz'",
        "'a%0Ab', 'a\nb'",
        "%e2%82%ac, €",
        "'%FF', '\uFFFD'"
    })
    void percentEncodedMessages(String sent, String expected) throws Exception {
        Told told = call(exchange -> exchange.section(headers("grpc-status", "3", "grpc-message", sent), true));
        assertThat(told.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(told.end().getDescription()).isEqualTo(expected);
    }

    @Test
    void headersWithoutAnHttpStatus() throws Exception {
        Told told = call(exchange -> exchange.section(fields("content-type", "application/grpc"), false)
                .section(fields("grpc-status", "0"), true));
        assertThat(told.end().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(call(exchange -> exchange.section(headers("grpc-status", "5"), true))
                        .end()
                        .getCode())
                .as("the connection lives on")
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    /// grpc-java decodes a message when it is asked for, which may be after the answer's end.
    @Test
    void aMessageThatIsTooLargeAndReadLate() throws Exception {
        script = exchange -> exchange.section(headers(), false)
                .data(new byte[] {0, 127, 0, 0, 0}, false)
                .section(fields("grpc-status", "0"), true);
        CountDownLatch ended = new CountDownLatch(1);
        Told told = new Told();
        ClientCall<Empty, Empty> call = channel.newCall(
                Node.ONCE, CallOptions.DEFAULT.withStreamTracerFactory(new ClientStreamTracer.Factory() {
                    @Override
                    public ClientStreamTracer newClientStreamTracer(
                            ClientStreamTracer.StreamInfo info, Metadata headers) {
                        return new ClientStreamTracer() {
                            @Override
                            public void inboundTrailers(Metadata trailers) {
                                ended.countDown();
                            }
                        };
                    }
                }));
        call.start(told, new Metadata());
        call.sendMessage(Empty.getDefaultInstance());
        call.halfClose();
        await(ended);
        call.request(1);
        assertThat(told.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    // Resets.

    @ParameterizedTest
    @MethodSource("resets")
    void aReset(Reset reset) throws Exception {
        List<Status> ends = new ArrayList<>();
        ends.add(call(exchange -> exchange.reset(reset.code())).end());
        Told[] tolds = new Told[1];
        CountDownLatch begun = new CountDownLatch(1);
        tolds[0] = call(exchange -> {
            exchange.section(headers(), false);
            await(begun);
            Await.until("headers", Node.PATIENCE, () -> tolds[0].events.contains("headers"));
            exchange.reset(reset.code());
        });
        begun.countDown();
        ends.add(tolds[0].end());
        CountDownLatch again = new CountDownLatch(1);
        Told[] later = new Told[1];
        later[0] = call(exchange -> {
            exchange.section(headers(), false).data(EMPTY_MESSAGE, false);
            await(again);
            Await.until("a message", Node.PATIENCE, () -> later[0].events.contains("message"));
            exchange.reset(reset.code());
        });
        again.countDown();
        ends.add(later[0].end());
        assertThat(ends).extracting(Status::getCode).containsOnly(reset.status());
        assertThat(ends).extracting(Status::getDescription).doesNotContainNull();
    }

    private static void await(CountDownLatch latch) {
        TransportContract.await(latch);
    }

    @Test
    void whatWasRejectedIsTriedAgainWhateverItDoes() throws Exception {
        Told told = call(exchange -> {
            if (requests.get() == 1) {
                exchange.reset(rejected());
            } else {
                exchange.section(headers(), false).data(EMPTY_MESSAGE, false).section(fields("grpc-status", "0"), true);
            }
        });
        assertThat(told.end().isOk()).isTrue();
        assertThat(requests.get()).isEqualTo(2);
    }

    @Test
    void whatIsAlwaysRejectedIsUnavailableAfterTwo() throws Exception {
        Told told = call(exchange -> exchange.reset(rejected()));
        assertThat(told.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(requests.get()).isEqualTo(2);
    }

    @Test
    void whatWasBegunIsNotTriedAgain() throws Exception {
        Told[] told = new Told[1];
        CountDownLatch begun = new CountDownLatch(1);
        told[0] = call(exchange -> {
            exchange.section(headers(), false);
            await(begun);
            Await.until("headers", Node.PATIENCE, () -> told[0].events.contains("headers"));
            exchange.reset(rejected());
        });
        begun.countDown();
        assertThat(told[0].end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(requests.get()).isEqualTo(1);
    }
}
