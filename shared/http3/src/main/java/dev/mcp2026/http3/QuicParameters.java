package dev.mcp2026.http3;

import io.netty.incubator.codec.quic.QuicCodecBuilder;
import java.util.concurrent.TimeUnit;

/// The transport parameters that both ends send (RFC 9000 section 18.2).
final class QuicParameters {
    private static final long CONNECTION_WINDOW = 16 << 20;
    private static final long STREAM_WINDOW = 1 << 20;
    /// HTTP/3 has three: control, QPACK encoder and decoder (RFC 9114 section 6.2).
    private static final long UNIDIRECTIONAL_STREAMS = 16;

    private static final int DATAGRAM_QUEUE = 256;

    private QuicParameters() {}

    static <B extends QuicCodecBuilder<B>> B apply(
            B builder, Http3Settings settings, UdpPayload payload, long bidirectionalStreams) {
        Http3Settings.Sending sending = settings.sending();
        return builder.maxIdleTimeout(settings.idle().toMillis(), TimeUnit.MILLISECONDS)
                .initialMaxData(CONNECTION_WINDOW)
                .initialMaxStreamDataBidirectionalLocal(STREAM_WINDOW)
                .initialMaxStreamDataBidirectionalRemote(STREAM_WINDOW)
                .initialMaxStreamDataUnidirectional(STREAM_WINDOW)
                .initialMaxStreamsBidirectional(bidirectionalStreams)
                .initialMaxStreamsUnidirectional(UNIDIRECTIONAL_STREAMS)
                .datagram(DATAGRAM_QUEUE, DATAGRAM_QUEUE)
                .activeMigration(true)
                .congestionControlAlgorithm(sending.congestion().algorithm())
                .initialCongestionWindowPackets(sending.initialWindowPackets())
                .maxSendUdpPayloadSize(payload.bytes())
                .maxRecvUdpPayloadSize(payload.received());
    }
}
