package dev.mcp2026.http3;

import io.netty.buffer.ByteBufAllocator;
import io.netty.incubator.codec.quic.QuicSslContext;
import io.netty.incubator.codec.quic.QuicSslContextBuilder;
import io.netty.incubator.codec.quic.QuicSslEngine;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A client's TLS, whose credentials may be exchanged while it is in use: connections from then on use the new ones,
/// those that are open live on. Sessions to resume are forgotten with the credentials that they were made with.
public final class ClientTls {
    private volatile Generation current;

    /// What one connection uses all its life.
    ///
    /// @param words that servers gave, by which they know this end before the handshake is done ([EarlyIdentities])
    record Generation(QuicSslContext context, PeerVerifier verifier, Map<InetSocketAddress, String> words) {
        private static final int WORDS = 1000;
        private static final int WORD_CHARS = 64;

        Generation(QuicSslContext context, PeerVerifier verifier) {
            this(context, verifier, new ConcurrentHashMap<>());
        }

        QuicSslEngine newEngine(ByteBufAllocator allocator, InetSocketAddress remote) {
            return context.newEngine(allocator, remote.getHostString(), remote.getPort());
        }

        void told(InetSocketAddress server, CharSequence word) {
            if (word.length() <= WORD_CHARS && (words.size() < WORDS || words.containsKey(server))) {
                words.put(server, word.toString());
            }
        }

        @Nullable
        String word(InetSocketAddress server) {
            return words.get(server);
        }

        /// Without the words, which are secret.
        @Override
        public String toString() {
            return "TLS of a client that " + words.size() + " servers know early";
        }
    }

    private ClientTls(Generation first) {
        this.current = first;
    }

    /// Mutual TLS with early data.
    public static ClientTls of(Credentials credentials) {
        return new ClientTls(generation(credentials));
    }

    /// A context made elsewhere, which stays as it is.
    public static ClientTls of(QuicSslContext context, PeerVerifier verifier) {
        return new ClientTls(new Generation(context, verifier));
    }

    /// From any thread.
    public void exchange(Credentials next) {
        current = generation(next);
    }

    private static Generation generation(Credentials credentials) {
        QuicSslContext context = QuicSslContextBuilder.forClient()
                .keyManager(credentials.keys(), null)
                .trustManager(new VerifierTrust(credentials.verifier()))
                .applicationProtocols("h3")
                .earlyData(true)
                .build();
        return new Generation(context, credentials.verifier());
    }

    Generation current() {
        return current;
    }

    void verify(X509Certificate[] chain) throws CertificateException {
        current.verifier().verify(chain);
    }
}
