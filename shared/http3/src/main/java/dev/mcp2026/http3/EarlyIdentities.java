package dev.mcp2026.http3;

import dev.mcp2026.kernel.limit.Limit;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who sends early data. TLS knows it from the ticket and netty-quic shows it only after the handshake, so a peer that
/// was verified is given a word for its certificates, within the connection, and says it again in its early requests.
///
/// The word is as good as a ticket: it is kept in memory by the same two processes, sent under the same keys only, good
/// for this process and for no other, and forgotten with the tickets. Once the handshake is done the peer's
/// certificates are compared with those that the word stood for.
///
/// From any thread.
final class EarlyIdentities {
    private static final int WORD_BYTES = 16;
    /// Longer words are none of this.
    private static final int WORD_CHARS = 2 * WORD_BYTES;

    private final SecureRandom random;
    private final Map<String, X509Certificate[]> byWord;
    private final Map<X509Certificate, String> words;

    EarlyIdentities(Limit peers, SecureRandom random) {
        this.random = random;
        this.words = new LinkedHashMap<>();
        this.byWord = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, X509Certificate[]> oldest) {
                if (size() > peers.max()) {
                    words.remove(oldest.getValue()[0]);
                    return true;
                }
                return false;
            }
        };
    }

    /// @param chain as it was verified; the certificate of the peer comes first
    synchronized String word(X509Certificate[] chain) {
        String known = words.get(chain[0]);
        if (known != null) {
            return known;
        }
        byte[] bytes = new byte[WORD_BYTES];
        random.nextBytes(bytes);
        String word = HexFormat.of().formatHex(bytes);
        words.put(chain[0], word);
        byWord.put(word, chain.clone());
        return word;
    }

    /// The certificates that the word stands for; null if it is not known (any more).
    synchronized X509Certificate @Nullable [] chain(@Nullable CharSequence word) {
        return word == null || word.length() != WORD_CHARS ? null : byWord.get(word.toString());
    }

    synchronized void drop() {
        words.clear();
        byWord.clear();
    }
}
