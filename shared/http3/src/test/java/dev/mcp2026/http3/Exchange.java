package dev.mcp2026.http3;

import java.util.Map;
import java.util.function.Consumer;

/// One request at a raw server, which the test answers as it likes, over HTTP/2 and HTTP/3 alike. Each runs on a thread
/// of its own, so that it may wait.
interface Exchange {
    Exchange section(Map<String, String> fields, boolean end);

    Exchange data(byte[] bytes, boolean end);

    /// @param code of the stream's reset, by the protocol's own numbers
    void reset(long code);

    /// The server side of a [Exchange]: any request begins one.
    interface Server extends AutoCloseable {
        int port();

        @Override
        void close();
    }

    static void begin(Consumer<Exchange> script, Exchange exchange) {
        Thread.ofVirtual().start(() -> script.accept(exchange));
    }
}
