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
        send(connection);
    }

    /// Builds packets of what waits to be sent. Once more than netty-quic does, since it forgets some: after it has
    /// built packets it sets its timer, and where the old one is due already, it tells quiche of the time-out at
    /// once. quiche finds packets lost, and netty-quic's guard against building within building keeps their content
    /// from leaving: it lies there until something else happens on the connection, at worst the idle timeout.
    public static void send(QuicChannel connection) {
        if (connection instanceof QuicheQuicChannel quiche) {
            quiche.connectionSendAndFlush();
        }
    }

    /// Whether nothing can be sent any more since the peer sent STOP_SENDING: quiche has reset the stream then, and
    /// forgets it once both sides are over. netty-quic tells only those who have a write pending, and a server that
    /// still thinks of its answer has none. Not to be called while datagrams are read.
    public static boolean isStopped(QuicStreamChannel stream) {
        if (!(stream.parent() instanceof QuicheQuicChannel quiche) || !stream.isOpen()) {
            return false;
        }
        long capacity = quiche.streamCapacity(stream.streamId());
        return capacity < 0 && capacity != Quiche.QUICHE_ERR_DONE;
    }

    /// Resets what is not over of a stream, and drops it. Closing it would send FIN as well, and where RESET_STREAM is
    /// lost the peer would take what was cancelled for complete; a failure of the stream closes it without.
    public static void reset(QuicStreamChannel stream, long code) {
        if (stream.isOpen() && stream instanceof QuicheQuicStreamChannel quiche) {
            stream.shutdown((int) code, stream.newPromise());
            quiche.writable(Quiche.QUICHE_ERR_INVALID_STREAM_STATE);
            forget(stream);
        }
    }

    /// Drops a stream whose sending side has ended, whether or not the peer has ended its own.
    public static void finish(QuicStreamChannel stream, long code) {
        if (stream.isOpen()) {
            if (!stream.isInputShutdown()) {
                stream.shutdownInput((int) code, stream.newPromise());
            }
            stream.close();
            forget(stream);
        }
    }

    /// Drops a stream that was reset on this side. netty-quic does so only when it reads the peer's FIN, which never
    /// comes then: each cancelled call would stay for the life of its connection.
    ///
    /// The reading side has to be shut down first: netty-quic would take what comes for a new stream.
    private static void forget(QuicStreamChannel stream) {
        if (stream.parent() instanceof QuicheQuicChannel quiche) {
            quiche.streamClosed(stream.streamId());
        }
    }
}
