package dev.mcp2026.http3;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.concurrent.CountDownLatch;

/// Tells when a call at a server ended other than well.
final class EndOfStreams extends ServerStreamTracer.Factory {
    private final CountDownLatch failed;

    EndOfStreams(CountDownLatch failed) {
        this.failed = failed;
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new ServerStreamTracer() {
            @Override
            public void streamClosed(Status status) {
                if (!status.isOk()) {
                    failed.countDown();
                }
            }
        };
    }
}
