package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.BindableService;
import io.grpc.Server;
import io.netty.incubator.codec.http3.Http3ErrorCode;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http3RequestsTest extends RequestContract {
    private final Domain domain = new Domain();

    @Override
    Server start(BindableService service) throws Exception {
        return Http3ServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0), Node.LOOPS, domain.server())
                .addService(service)
                .build()
                .start();
    }

    @Override
    Caller connect(int port) throws Exception {
        RawClient client = new RawClient(new InetSocketAddress("127.0.0.1", port), domain.client(), true);
        return new Caller() {
            @Override
            public Answer call(Map<String, String> fields, byte[] body) throws Exception {
                return client.call(fields, body);
            }

            @Override
            public void close() throws Exception {
                client.close();
            }
        };
    }

    @Override
    long internal() {
        return Http3ErrorCode.H3_INTERNAL_ERROR.code();
    }

    @Override
    String encodingsOfARefusal() {
        return "gzip";
    }

    /// grpc-java's HTTP/2 answers 404; RFC 9114 sections 4.3.1 and 4.1.2 want the stream ended with H3_MESSAGE_ERROR.
    @ParameterizedTest
    @ValueSource(strings = {":path", ":method", ":scheme", ":authority"})
    void aMissingPseudoHeaderIsMalformed(String name) throws Exception {
        malformed(call(name, ""));
    }

    /// RFC 9114 section 4.2. grpc-java's HTTP/2 ends the connection with it.
    @Test
    void fieldsOfAConnectionAreMalformed() throws Exception {
        malformed(call("te", "gzip"));
        malformed(call("connection", "close"));
    }

    private static void malformed(Answer answer) {
        assertThat(answer.reset()).isEqualTo(Http3ErrorCode.H3_MESSAGE_ERROR.code());
    }
}
