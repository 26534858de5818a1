package io.netty.incubator.codec.quic;

/// What netty-quic keeps to itself and a gRPC transport needs. It has to live in Netty's package, and so in a jar that
/// is loaded by the same class loader as Netty's.
public final class QuicPackets {
    private QuicPackets() {}

    /// Puts off building packets until [#end], so that what many streams write shares them. Without it netty-quic
    /// builds a datagram for each write of each stream.
    ///
    /// @return true if this call began it, and [#end] has to be called; false if it has begun already
    public static boolean begin(QuicChannel connection) {
        return connection instanceof QuicheQuicChannel quiche && quiche.markInFireChannelReadCompleteQueue();
    }

    public static void end(QuicChannel connection) {
        ((QuicheQuicChannel) connection).recvComplete();
    }

    /// Whether the peer sent STOP_SENDING. netty-quic tells that only to whoever has a write pending, and a server that
    /// is still thinking of its answer has none.
    public static boolean isStopped(QuicStreamChannel stream) {
        return stream.parent() instanceof QuicheQuicChannel quiche
                && stream.isOpen()
                && quiche.streamCapacity(stream.streamId()) == Quiche.QUICHE_ERR_STREAM_STOPPED;
    }

    /// Drops a stream that was reset on this side. netty-quic does so only when it reads the peer's FIN, which never
    /// comes then: each cancelled call would stay for the life of its connection.
    public static void forget(QuicStreamChannel stream) {
        if (stream.parent() instanceof QuicheQuicChannel quiche) {
            quiche.streamClosed(stream.streamId());
        }
    }
}
