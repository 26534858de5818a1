package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import io.grpc.testing.integration.EmptyProtos.Empty;
import io.grpc.testing.integration.TestServiceGrpc;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server answers to requests that are no good calls: the same over HTTP/2 and HTTP/3 (gRPC over HTTP/2,
/// "Requests").
abstract class RequestContract {
    private static final byte[] EMPTY_MESSAGE = new byte[5];
    private static final String PATH = "/grpc.testing.TestService/EmptyCall";
    private static final String ABSENT = "";

    private final AtomicInteger answered = new AtomicInteger();
    private Server server;
    private Caller caller;

    interface Caller extends AutoCloseable {
        Answer call(Map<String, String> fields, byte[] body) throws Exception;
    }

    abstract Server start(BindableService service) throws Exception;

    abstract Caller connect(int port) throws Exception;

    /// The error code for a failure of the server.
    abstract long internal();

    @BeforeEach
    void open() throws Exception {
        server = start(new TestServiceGrpc.TestServiceImplBase() {
            @Override
            public void emptyCall(Empty request, StreamObserver<Empty> response) {
                answered.incrementAndGet();
                response.onNext(Empty.getDefaultInstance());
                response.onCompleted();
            }
        });
        caller = connect(server.getPort());
    }

    @AfterEach
    void theConnectionLivesOnAndTheServerEnds() throws Exception {
        assertThat(call().trailer("grpc-status")).isEqualTo("0");
        server.shutdown();
        caller.close();
        assertThat(server.awaitTermination(Node.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("no call is left")
                .isTrue();
    }

    static Map<String, String> request(String... otherwise) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(":method", "POST");
        fields.put(":scheme", "https");
        fields.put(":authority", "localhost");
        fields.put(":path", PATH);
        fields.put("content-type", "application/grpc");
        fields.put("te", "trailers");
        for (int i = 0; i < otherwise.length; i += 2) {
            if (otherwise[i + 1].equals(ABSENT)) {
                fields.remove(otherwise[i]);
            } else {
                fields.put(otherwise[i], otherwise[i + 1]);
            }
        }
        return fields;
    }

    Answer call(String... otherwise) throws Exception {
        return caller.call(request(otherwise), EMPTY_MESSAGE);
    }

    private void refused(Answer answer, String http, String status) {
        assertThat(answer.reset()).isNull();
        assertThat(answer.header(":status")).isEqualTo(http);
        assertThat(answer.trailer("grpc-status")).isEqualTo(status);
        assertThat(answer.header("content-type"))
                .as("nobody takes it for a gRPC answer")
                .isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.data()).isNotEmpty();
        assertThat(answered).hasValue(0);
    }

    @Test
    void aGoodCall() throws Exception {
        Answer answer = call();
        assertThat(answer.sections()).hasSize(2);
        assertThat(answer.header(":status")).isEqualTo("200");
        assertThat(answer.header("content-type")).isEqualTo("application/grpc");
        assertThat(answer.trailer("grpc-status")).isEqualTo("0");
        assertThat(answer.data()).containsExactly(EMPTY_MESSAGE);
        assertThat(answer.reset()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {ABSENT, "text/plain", "application/json", "application/grpcx"})
    void anotherContentTypeIs415(String type) throws Exception {
        refused(call("content-type", type), "415", "13");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc+proto", "application/grpc; charset=x"})
    void contentTypesOfGrpc(String type) throws Exception {
        assertThat(call("content-type", type).trailer("grpc-status")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "post"})
    void anotherMethodIs405(String method) throws Exception {
        Answer answer = call(":method", method);
        refused(answer, "405", "13");
        assertThat(answer.header("allow")).isEqualTo("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc.testing.TestService/EmptyCall", "*", "g\u00f6"})
    void aPathThatDoesNotBeginWithASlashIs404(String path) throws Exception {
        refused(call(":path", path), "404", "12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/x", "/grpc.testing.TestService", "/grpc.testing.TestService/", "//", "/a/b/c"})
    void aPathThatNamesNoMethodIsUnimplemented(String path) throws Exception {
        Answer answer = call(":path", path);
        assertThat(answer.header(":status")).isEqualTo("200");
        assertThat(answer.header("content-type")).isEqualTo("application/grpc");
        assertThat(answer.trailer("grpc-status")).isEqualTo("12");
    }

    /// "te" finds out proxies that do not understand it; nothing else depends on it.
    @Test
    void aMissingTeIsTaken() throws Exception {
        assertThat(call("te", ABSENT).trailer("grpc-status")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "5", "5x", "123456789S", "S"})
    void aTimeoutThatIsNoneIsAFailureAndLeavesNothingBehind(String timeout) throws Exception {
        Answer answer = call("grpc-timeout", timeout);
        assertThat(answer.reset()).isEqualTo(internal());
        assertThat(answered).hasValue(0);
    }

    @Test
    void aTimeoutOfNothingEndsTheCall() throws Exception {
        Answer answer = call("grpc-timeout", "0n");
        assertThat(answer.reset() != null || "4".equals(answer.trailer("grpc-status")))
                .isTrue();
        assertThat(answered).hasValue(0);
    }

    @Test
    void anUnknownEncodingIsUnimplemented() throws Exception {
        Answer answer = call("grpc-encoding", "brotli");
        assertThat(answer.header(":status")).isEqualTo("200");
        assertThat(answer.trailer("grpc-status")).isEqualTo("12");
        assertThat(answer.trailer("grpc-message")).contains("brotli");
        assertThat(answer.header("grpc-accept-encoding")).isEqualTo(encodingsOfARefusal());
        assertThat(answered).hasValue(0);
    }

    /// gRPC's "Compression" wants them there.
    abstract String encodingsOfARefusal();
}
