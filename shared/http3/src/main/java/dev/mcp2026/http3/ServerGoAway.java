package dev.mcp2026.http3;

import io.netty.incubator.codec.http3.DefaultHttp3GoAwayFrame;
import io.netty.incubator.codec.http3.Http3;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import java.util.concurrent.TimeUnit;

/// The orderly end of a server's connection (RFC 9114 section 5.2), on its event loop. First its client is asked for no
/// more calls, and those that it sends before it has read that are still taken. About a round trip later it is told the
/// stream from which on none are; what is below that is finished.
final class ServerGoAway {
    /// Above every request stream's id.
    private static final long ALL = (1L << 62) - 4;

    private static final int ID_STEP = 4;

    /// The client reads, decides and sends in between.
    private static final int ROUND_TRIPS = 2;

    private static final long PAUSE_MIN_MILLIS = 20;
    private static final long PAUSE_MAX_MILLIS = 1000;

    /// After the second GOAWAY a connection stays at least this long: calls that its client sent before it read that
    /// have to be refused, so that they are tried elsewhere. The client closes it sooner.
    private static final long LINGER_MILLIS = 1000;

    private final QuicChannel connection;
    private final Runnable lingered;
    private long next;
    private long limit = Long.MAX_VALUE;
    private boolean begun;
    private boolean told;
    private boolean over;

    /// @param lingered runs when the connection may be closed, once its calls have ended
    ServerGoAway(QuicChannel connection, Runnable lingered) {
        this.connection = connection;
        this.lingered = lingered;
    }

    /// A request stream was opened.
    void opened(long id) {
        next = Math.max(next, id + ID_STEP);
    }

    /// Whether a call on a stream comes too late.
    boolean refuses(long id) {
        return id >= limit;
    }

    boolean mayClose() {
        return over;
    }

    /// @param verified whether the handshake is done
    void begin(boolean verified) {
        if (begun) {
            return;
        }
        begun = true;
        if (verified) {
            tell();
        } else {
            // Its client may have done its part and sent calls.
            after(LINGER_MILLIS, this::endIfNotTold);
        }
    }

    /// The handshake is done.
    void verified() {
        if (begun && !told) {
            // Not at once: netty opens the control stream only now.
            connection.eventLoop().execute(this::tell);
        }
    }

    private void endIfNotTold() {
        if (!told) {
            end();
        }
    }

    private void tell() {
        told = true;
        tell(ALL);
        new QuicStatistics(() -> connection)
                .sample()
                .whenComplete((sample, unknown) -> after(
                        unknown != null
                                ? PAUSE_MIN_MILLIS
                                : Math.clamp(ROUND_TRIPS * sample.rtt().toMillis(), PAUSE_MIN_MILLIS, PAUSE_MAX_MILLIS),
                        this::limit));
    }

    private void limit() {
        limit = next;
        tell(limit);
        after(LINGER_MILLIS, this::end);
    }

    private void end() {
        over = true;
        lingered.run();
    }

    private void tell(long id) {
        QuicStreamChannel control = Http3.getLocalControlStream(connection);
        if (control != null) {
            control.writeAndFlush(new DefaultHttp3GoAwayFrame(id));
        }
    }

    private void after(long millis, Runnable step) {
        var timer = connection.eventLoop().schedule(step, millis, TimeUnit.MILLISECONDS);
        connection.closeFuture().addListener(closed -> timer.cancel(false));
    }
}
