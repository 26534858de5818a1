package dev.mcp2026.coordinator.participant;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/// A body up to a limit: what is over it is not read, and the status still known.
///
/// @param whole false where it was longer than the limit
record BoundedBody(byte[] bytes, boolean whole) {
    static HttpResponse.BodyHandler<BoundedBody> upTo(long max) {
        return head -> new Reader(max);
    }

    private static final class Reader implements HttpResponse.BodySubscriber<BoundedBody> {
        private final long max;
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final CompletableFuture<BoundedBody> body = new CompletableFuture<>();
        private Flow.@org.jspecify.annotations.Nullable Subscription subscription;

        Reader(long max) {
            this.max = max;
        }

        @Override
        public CompletionStage<BoundedBody> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription from) {
            subscription = from;
            from.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] part = new byte[(int) Math.min(buffer.remaining(), max - read.size())];
                buffer.get(part);
                read.writeBytes(part);
                if (buffer.hasRemaining()) {
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    body.complete(new BoundedBody(read.toByteArray(), false));
                    return;
                }
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(new BoundedBody(read.toByteArray(), true));
        }
    }
}
