package dev.mcp2026.coordinator.participant;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/// A body up to a limit: what is over it is not read, and the status still known.
///
/// @param whole false where it was longer than the limit
record BoundedBody(byte[] bytes, boolean whole) {
    /// To be called on the response's own event loop, before it has read on.
    static Future<BoundedBody> of(HttpClientResponse response, long max) {
        Promise<BoundedBody> body = Promise.promise();
        Buffer read = Buffer.buffer();
        response.exceptionHandler(body::tryFail)
                .endHandler(end -> body.tryComplete(new BoundedBody(read.getBytes(), true)))
                .handler(part -> {
                    int room = (int) (max - read.length());
                    if (part.length() <= room) {
                        read.appendBuffer(part);
                    } else if (body.tryComplete(
                            new BoundedBody(read.appendBuffer(part, 0, room).getBytes(), false))) {
                        response.request().reset();
                    }
                });
        return body.future();
    }
}
