package dev.mcp2026.benchmarks.mesh.load;

/// What the load client shall do.
///
/// @param callers calls at the same time, each followed by the next; of [Kind#FIRST_REPLY] connections one by one
/// @param bytes of each message, both ways
/// @param millis how long
public record Order(Kind kind, Transport transport, int callers, int bytes, long millis) {
    /// Of load.
    public enum Kind {
        /// Unary calls on one connection.
        UNARY,
        /// Streams of messages to the server.
        UPLOAD,
        /// Streams of messages from the server.
        DOWNLOAD,
        /// One unary call on each of so many new connections that know nothing of earlier ones.
        FIRST_REPLY,
        /// The same, of a client that was there before and makes use of it.
        FIRST_REPLY_AGAIN,
        /// What a router measures a path by, at a fixed pace: datagrams that may be lost, and over HTTP/2 calls.
        PROBE
    }
}
