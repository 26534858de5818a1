package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class Http2RequestsTest extends RequestContract {
    @Override
    Server start(BindableService service) throws Exception {
        return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(service)
                .build()
                .start();
    }

    @Override
    Caller connect(int port) throws Exception {
        RawHttp2Client client = new RawHttp2Client(port);
        return new Caller() {
            @Override
            public Answer call(Map<String, String> fields, byte[] body) throws Exception {
                return client.call(fields, body);
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    @Override
    long internal() {
        return Http2Error.INTERNAL_ERROR.code();
    }

    /// grpc-java leaves them out.
    @Override
    @Nullable
    String encodingsOfARefusal() {
        return null;
    }

    @Test
    void aMissingPathIs404() throws Exception {
        assertThat(call(":path", "").header(":status")).isEqualTo("404");
    }
}
