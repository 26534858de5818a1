package dev.mcp2026.http3;

import io.netty.incubator.codec.quic.BoringSSLKeylog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// Says whether the early data of a connection may be answered before the handshake is done (RFC 8446 section 8, RFC
/// 8470): a first flight is taken once. The calls of any other are held until the handshake, which who merely
/// recorded the flight cannot finish.
///
/// A flight is known by its early traffic secret, of which a hash is kept. The secret follows from the whole
/// ClientHello and the ticket's key and is what early data is encrypted with, so the same early data cannot come under
/// another, whatever else an attacker changes: address, connection ids, the way the Initial packets are cut. BoringSSL
/// tells it where others write key logs, before the first early packet is opened; netty-quic shows neither ClientHello
/// nor ticket.
///
/// Covered: copies of a flight sent to this server at any time and from anywhere, one after the other or at once,
/// during its life and after a restart (no ticket of before is good). BoringSSL itself refuses early data whose ticket
/// age is off by more than [#SKEW], so a record is needed for twice as long. Not covered: a copy that comes before the
/// original, of which either runs early and the original may run once more after its handshake. Only methods that may
/// be done twice are early.
final class EarlyDataGuard implements BoringSSLKeylog {
    /// BoringSSL's bound (`kMaxTicketAgeSkewSeconds`).
    static final Duration SKEW = Duration.ofSeconds(60);
    static final Duration WINDOW = SKEW.multipliedBy(2).plusSeconds(10);

    private static final String LABEL = "CLIENT_EARLY_TRAFFIC_SECRET ";
    private static final String VERDICT = EarlyDataGuard.class.getName();

    private final EarlyDataLedger ledger;
    private final LongSupplier nanoTime;
    private final LongAdder held = new LongAdder();

    EarlyDataGuard(EarlyDataLedger ledger, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.nanoTime = nanoTime;
    }

    @Override
    public void logKey(SSLEngine engine, String key) {
        if (key.startsWith(LABEL)) {
            EarlyDataLedger.Verdict verdict = ledger.take(flight(key), nanoTime.getAsLong());
            if (verdict != EarlyDataLedger.Verdict.FIRST) {
                held.increment();
            }
            engine.getSession().putValue(VERDICT, verdict);
        }
    }

    /// Flights that were not taken: seen before, or too many at a time.
    long held() {
        return held.sum();
    }

    /// Whether what came before the handshake on this connection may be answered. No, where TLS was set up without a
    /// guard.
    static boolean isFirst(@Nullable SSLEngine engine) {
        return engine != null && engine.getSession().getValue(VERDICT) == EarlyDataLedger.Verdict.FIRST;
    }

    private static EarlyDataLedger.Flight flight(String key) {
        try {
            ByteBuffer hash = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII)));
            return new EarlyDataLedger.Flight(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
