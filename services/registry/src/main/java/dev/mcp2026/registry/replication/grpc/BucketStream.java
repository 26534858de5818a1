package dev.mcp2026.registry.replication.grpc;

import dev.mcp2026.proto.registry.v1.FetchBucketResponse;
import dev.mcp2026.registry.catalogue.EncodedBytes;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.wire.DeltaCodec;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Sends records page by page as the reader takes them, on a virtual thread, which may wait. Not one of
/// `@RunOnVirtualThread`, for the reason that `CallThread` of the gRPC door gives.
final class BucketStream implements Runnable {
    private static final int PAGE_RECORDS = 256;

    private final ServerCallStreamObserver<FetchBucketResponse> responses;
    private final Supplier<List<Entry>> records;
    private final Semaphore stirred = new Semaphore(0);

    /// To be made on the call's own thread.
    ///
    /// @param records collected on the stream's thread: it looks at all there are
    BucketStream(ServerCallStreamObserver<FetchBucketResponse> responses, Supplier<List<Entry>> records) {
        this.responses = responses;
        this.records = records;
        responses.setOnReadyHandler(stirred::release);
        responses.setOnCancelHandler(stirred::release);
    }

    void start() {
        Thread.ofVirtual().name("fetch-bucket").start(Context.current().wrap(this));
    }

    @Override
    public void run() {
        try {
            List<Entry> left = records.get();
            while (!left.isEmpty() && awaitReady()) {
                List<Entry> page = EncodedBytes.fitting(left.subList(0, Math.min(left.size(), PAGE_RECORDS)));
                responses.onNext(encode(page));
                left = left.subList(page.size(), left.size());
            }
            if (!responses.isCancelled()) {
                responses.onCompleted();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            responses.onError(e);
        }
    }

    /// False: the reader has gone.
    private boolean awaitReady() throws InterruptedException {
        while (!responses.isReady()) {
            if (responses.isCancelled()) {
                return false;
            }
            stirred.acquire();
        }
        return true;
    }

    private static FetchBucketResponse encode(List<Entry> page) {
        FetchBucketResponse.Builder message = FetchBucketResponse.newBuilder();
        page.forEach(entry -> message.addRecords(DeltaCodec.encode(entry.whole())));
        return message.build();
    }
}
