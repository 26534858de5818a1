package dev.mcp2026.http3;

import io.netty.incubator.codec.quic.SslSessionTicketKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The keys of one server's session tickets (RFC 8446 section 4.6.1), newest first. They are made here and never leave
/// the process, so after a restart no old ticket is good, and neither is early data sent under it.
///
/// A ticket carries what was known of its holder. It must not outlive that, since early data is answered before the
/// holder's certificate can be looked at again: a key goes when the first certificate ends that was seen while it was
/// there, and all go when a holder is refused.
final class TicketKeys {
    private final Duration ticket;
    private final InstantSource clock;
    private final SecureRandom random;
    private final List<Key> ring = new ArrayList<>();

    private record Key(SslSessionTicketKey secret, Instant issuesUntil, Instant end) {
        Key endingBy(Instant other) {
            return other.isBefore(end) ? new Key(secret, issuesUntil, other) : this;
        }

        boolean isOver(Instant now) {
            return !now.isBefore(end);
        }
    }

    /// @param ticket how long a ticket is good for at least
    TicketKeys(Duration ticket, InstantSource clock, SecureRandom random) {
        this.ticket = ticket;
        this.clock = clock;
        this.random = random;
    }

    /// The keys of this time: the first makes tickets, all open them.
    synchronized SslSessionTicketKey[] current() {
        Instant now = clock.instant();
        ring.removeIf(key -> key.isOver(now));
        if (ring.isEmpty() || !now.isBefore(ring.getFirst().issuesUntil())) {
            Instant issuesUntil = now.plus(ticket.dividedBy(2));
            ring.addFirst(new Key(fresh(), issuesUntil, issuesUntil.plus(ticket)));
        }
        return ring.stream().map(Key::secret).toArray(SslSessionTicketKey[]::new);
    }

    /// Tickets were given to a peer whose certificate ends then.
    synchronized void heldUntil(Instant certificateEnd) {
        ring.replaceAll(key -> key.endingBy(certificateEnd));
    }

    /// No ticket given so far is good any more.
    synchronized void drop() {
        ring.clear();
    }

    private SslSessionTicketKey fresh() {
        return new SslSessionTicketKey(
                bytes(SslSessionTicketKey.NAME_SIZE),
                bytes(SslSessionTicketKey.HMAC_KEY_SIZE),
                bytes(SslSessionTicketKey.AES_KEY_SIZE));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
