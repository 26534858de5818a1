package dev.mcp2026.testkit.wan;

import dev.mcp2026.testkit.process.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/// A wide area link in front of one server, for TCP and UDP on the same port number.
///
/// ```java
/// LinkShape way = LinkShape.ofRoundTrip(Duration.ofMillis(80), Duration.ofMillis(10)).withLoss(0.01);
/// try (WanRelay wan = WanRelay.to(server).shape(way).seed(7).start()) {
///     connect(wan.address());
///     wan.cut();
///     wan.heal();
/// }
/// ```
///
/// Methods that disturb the link may be called from any thread at any time. The same seed gives each connection the
/// same sequence of losses and delays, in the order in which connections are accepted.
public final class WanRelay implements AutoCloseable {
    private final InetSocketAddress address;
    private final Link forward;
    private final Link backward;
    private final TcpRelay tcp;
    private final UdpRelay udp;
    private final Set<TcpConnection> forgotten = new HashSet<>();

    private WanRelay(Builder builder) throws IOException {
        SplittableRandom random = new SplittableRandom(builder.seed);
        this.address = builder.listen;
        this.forward = new Link(builder.forward);
        this.backward = new Link(builder.backward);
        this.tcp = new TcpRelay(address, builder.target, forward, backward, random.split());
        this.udp = new UdpRelay(address, builder.target, forward, backward, random.split());
        tcp.start();
        udp.start();
    }

    /// A relay to `target`: perfect in both directions and on a free port of 127.0.0.1, unless told otherwise.
    public static Builder to(InetSocketAddress target) {
        return new Builder(target);
    }

    /// Where clients connect to instead.
    public InetSocketAddress address() {
        return address;
    }

    /// Changes one direction; data already on its way keeps its arrival time.
    public void shape(Direction direction, LinkShape shape) {
        link(direction).shape(shape);
    }

    /// Changes both directions.
    public void shape(LinkShape shape) {
        forward.shape(shape);
        backward.shape(shape);
    }

    /// Partitions both directions: UDP packets are dropped, TCP connections stall and new connects hang.
    public void cut() {
        cut(Direction.FORWARD);
        cut(Direction.BACKWARD);
    }

    /// Partitions one direction. New TCP connects hang too, as they need both.
    public synchronized void cut(Direction direction) {
        link(direction).up(false);
        tcp.admit(false);
    }

    /// Ends each cut and black hole. TCP connections go on when their sender next tries (see [SegmentQueue]); those
    /// that were in a black hole are reset.
    public synchronized void heal() {
        forgotten.forEach(TcpConnection::reset);
        forgotten.clear();
        forward.up(true);
        backward.up(true);
        tcp.admit(true);
    }

    /// As [#cut()], and as from a firewall that lost its state: no connection of now will ever go on.
    public synchronized void blackhole() {
        cut();
        forgotten.addAll(tcp.connections());
    }

    /// Ends all TCP connections of now with a RST to both sides, at once.
    public void reset() {
        tcp.connections().forEach(TcpConnection::reset);
    }

    public LinkStats stats(Direction direction) {
        return link(direction).stats();
    }

    /// Resets all connections and frees the port.
    @Override
    public void close() {
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            udp.close();
        }
    }

    private Link link(Direction direction) {
        return switch (direction) {
            case FORWARD -> forward;
            case BACKWARD -> backward;
        };
    }

    /// What a relay is made from.
    public static final class Builder {
        private final InetSocketAddress target;
        private InetSocketAddress listen = FreePort.address();
        private LinkShape forward = LinkShape.PERFECT;
        private LinkShape backward = LinkShape.PERFECT;
        private long seed = 1;

        private Builder(InetSocketAddress target) {
            this.target = target;
        }

        public Builder listen(InetSocketAddress value) {
            listen = value;
            return this;
        }

        /// The shape of both directions.
        public Builder shape(LinkShape value) {
            forward = value;
            backward = value;
            return this;
        }

        /// The shape of one direction.
        public Builder shape(Direction direction, LinkShape value) {
            switch (direction) {
                case FORWARD -> forward = value;
                case BACKWARD -> backward = value;
            }
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /// @throws UncheckedIOException if the port is taken
        public WanRelay start() {
            try {
                return new WanRelay(this);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot relay on " + listen + ": " + e.getMessage(), e);
            }
        }
    }
}
