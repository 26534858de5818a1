package dev.mcp2026.http3;

import io.grpc.DecompressorRegistry;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a server holds its connections to.
///
/// @param early methods that may be answered before the handshake is done
/// @param encodings of messages that can be read
record ServerRules(
        ServerTls tls,
        Predicate<String> early,
        DecompressorRegistry encodings,
        Http3Settings settings,
        PeerConnections peers) {

    /// What a refusal tells a caller that uses `encoding` (gRPC's "Compression"), which grpc-java leaves out; null if
    /// it is known, or none.
    @Nullable
    String encodingsFor(@Nullable CharSequence encoding) {
        return encoding == null || encodings.lookupDecompressor(encoding.toString()) != null
                ? null
                : String.join(",", encodings.getAdvertisedMessageEncodings());
    }
}
