package dev.mcp2026.http3;

import io.grpc.Attributes;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/// HTTP datagrams of one call (RFC 9297): unreliable, unordered, bounded in size, and of the same connection and peer
/// as the call. A client's call has them once it has a stream, for a call that may be retried once it has an answer; a
/// server's call from its beginning.
public interface CallDatagrams {
    /// Of `ClientCall.getAttributes()` and `ServerCall.getAttributes()`.
    Attributes.Key<CallDatagrams> KEY = Attributes.Key.create("dev.mcp2026.http3.datagrams");

    /// Sends one, or drops it. What is sent before the peer told whether it takes datagrams waits until it has.
    ///
    /// @param payload is this method's, also where it is dropped
    /// @return false if it is dropped already: too large, too many wait, the call is over, or the peer takes none.
    /// True does not mean that it arrives.
    boolean send(ByteBuf payload);

    /// @param receiver is called on the event loop for each that comes, and must not block. The payload is released
    /// when it returns. A few that came before it was set are kept for it.
    void onReceive(Consumer<ByteBuf> receiver);

    /// The largest payload. 0 while that is not known, or if the peer takes none.
    int maxBytes();
}
