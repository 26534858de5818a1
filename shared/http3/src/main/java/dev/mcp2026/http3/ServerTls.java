package dev.mcp2026.http3;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.incubator.codec.quic.QuicSslContext;
import io.netty.incubator.codec.quic.QuicSslContextBuilder;
import io.netty.incubator.codec.quic.QuicSslEngine;
import io.netty.incubator.codec.quic.QuicSslSessionContext;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// A server's TLS, whose credentials may be exchanged while it runs: handshakes from then on use the new ones,
/// connections that are open live on, and no ticket of before is good any more.
///
/// Early data is answered to whoever holds a ticket, before its certificate can be looked at again. So what a
/// [PeerVerifier] refuses from some time on, other than by a certificate's end, has to be told by [#exchange].
public final class ServerTls {
    private final HandshakeLimits limits;
    private final InstantSource clock;
    private final EarlyDataGuard guard;
    private final Handshakes handshakes;
    private volatile Generation current;

    /// @param tickets null: BoringSSL's own
    /// @param early who may send early data
    private record Generation(
            QuicSslContext context,
            PeerVerifier verifier,
            @Nullable TicketKeys tickets,
            EarlyIdentities early) {}

    private ServerTls(HandshakeLimits limits, InstantSource clock, EarlyDataGuard guard, Generation first) {
        this.limits = limits;
        this.clock = clock;
        this.guard = guard;
        this.handshakes = new Handshakes(limits);
        this.current = first;
    }

    /// Mutual TLS with early data.
    ///
    /// @param clock what certificates' ends are compared with
    public static ServerTls of(Credentials credentials, HandshakeLimits limits, InstantSource clock) {
        EarlyDataGuard guard = guard(limits);
        return new ServerTls(limits, clock, guard, generation(credentials, limits, clock, guard));
    }

    /// A context made elsewhere, which stays as it is. Nothing is answered before the handshake is done, since this
    /// server cannot tell a replayed flight then.
    public static ServerTls of(QuicSslContext context, PeerVerifier verifier) {
        HandshakeLimits limits = HandshakeLimits.defaults();
        return new ServerTls(
                limits,
                InstantSource.system(),
                guard(limits),
                new Generation(context, verifier, null, identities(limits)));
    }

    /// From any thread.
    public void exchange(Credentials next) {
        current = generation(next, limits, clock, guard);
    }

    private static EarlyIdentities identities(HandshakeLimits limits) {
        return new EarlyIdentities(limits.earlyPeers(), new SecureRandom());
    }

    private static EarlyDataGuard guard(HandshakeLimits limits) {
        return new EarlyDataGuard(new EarlyDataLedger(limits.earlyFlights(), EarlyDataGuard.WINDOW), System::nanoTime);
    }

    private static Generation generation(
            Credentials credentials, HandshakeLimits limits, InstantSource clock, EarlyDataGuard guard) {
        QuicSslContext context = QuicSslContextBuilder.forServer(credentials.keys(), null)
                .trustManager(new VerifierTrust(credentials.verifier()))
                .clientAuth(ClientAuth.REQUIRE)
                .applicationProtocols("h3")
                .earlyData(true)
                .keylog(guard)
                .build();
        return new Generation(
                context,
                credentials.verifier(),
                new TicketKeys(limits.ticket(), clock, new SecureRandom()),
                identities(limits));
    }

    /// Handshakes under way.
    public int halfOpen() {
        return handshakes.open();
    }

    Handshakes handshakes() {
        return handshakes;
    }

    HandshakeLimits limits() {
        return limits;
    }

    /// For one more connection.
    QuicSslEngine newEngine(ByteBufAllocator allocator) {
        Generation now = current;
        TicketKeys tickets = now.tickets();
        if (tickets != null) {
            // Here, since a ticket is opened as soon as the first packet is read.
            ((QuicSslSessionContext) now.context().sessionContext()).setTicketKeys(tickets.current());
        }
        return now.context().newEngine(allocator);
    }

    /// First flights with early data that came once more, or were too many at a time.
    public long heldFlights() {
        return guard.held();
    }

    static boolean mayAnswerEarly(@Nullable SSLEngine engine) {
        return EarlyDataGuard.isFirst(engine);
    }

    /// What a peer that was verified says in early requests later.
    String earlyWord(X509Certificate[] chain) {
        return current.early().word(chain);
    }

    /// Whose early request it is; null if that is not known, or nobody who would be let in now.
    X509Certificate @Nullable [] earlyPeer(@Nullable CharSequence word) {
        Generation now = current;
        X509Certificate[] chain = now.early().chain(word);
        if (chain == null) {
            return null;
        }
        try {
            now.verifier().verify(chain);
            return chain;
        } catch (CertificateException refused) {
            return null;
        }
    }

    /// Somebody said another's word.
    void dropEarlyWords() {
        current.early().drop();
    }

    /// Once the handshake is done, also where the session was resumed and TLS did not ask.
    void verify(SSLSession session) throws CertificateException, SSLPeerUnverifiedException {
        Generation now = current;
        TicketKeys tickets = now.tickets();
        try {
            X509Certificate[] chain = ClientConnection.chain(session);
            now.verifier().verify(chain);
            if (tickets != null) {
                tickets.heldUntil(end(chain));
            }
        } catch (CertificateException | SSLPeerUnverifiedException e) {
            if (tickets != null) {
                // It resumed with a ticket that it no longer should have.
                tickets.drop();
                now.early().drop();
            }
            throw e;
        }
    }

    private static Instant end(X509Certificate[] chain) {
        return Arrays.stream(chain)
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }
}
