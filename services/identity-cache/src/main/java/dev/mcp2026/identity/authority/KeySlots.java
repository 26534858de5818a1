package dev.mcp2026.identity.authority;

import dev.mcp2026.trust.X509Issuer;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// An authority's keys: the one that signs, the next one where it is prepared, and what signed before and may still be
/// met.
///
/// @param retired certificates only, none of them over
public record KeySlots(Slot current, Optional<Slot> next, List<X509Certificate> retired) {
    /// Certificates of one authority that are over and not forgotten yet, at most.
    private static final int MAX_RETIRED = 8;

    public KeySlots {
        retired = List.copyOf(retired);
    }

    /// A key and its certificate.
    public record Slot(X509Certificate certificate, PrivateKey key) {
        /// When its life began: certificates start earlier, for peers whose clocks are behind.
        Instant begin() {
            return certificate.getNotBefore().toInstant().plus(X509Issuer.BACKDATE);
        }

        Instant end() {
            return certificate.getNotAfter().toInstant();
        }

        @Override
        public String toString() {
            return "Slot[until " + end() + "]";
        }
    }

    static KeySlots of(Slot first) {
        return new KeySlots(first, Optional.empty(), List.of());
    }

    KeyRotation.Step step(Instant now) {
        return KeyRotation.decide(current.begin(), current.end(), next.isPresent(), now);
    }

    KeySlots prepared(Slot upcoming) {
        return new KeySlots(current, Optional.of(upcoming), retired);
    }

    /// @throws java.util.NoSuchElementException where no next key is prepared
    KeySlots activated(Instant now) {
        List<X509Certificate> before = new ArrayList<>();
        before.add(current.certificate());
        retired.stream()
                .filter(certificate -> certificate.getNotAfter().toInstant().isAfter(now))
                .limit(MAX_RETIRED - 1L)
                .forEach(before::add);
        return new KeySlots(next.orElseThrow(), Optional.empty(), before);
    }

    boolean isOver(Instant now) {
        return !current.end().isAfter(now);
    }

    boolean isYetToCome(Instant now) {
        return current.certificate().getNotBefore().toInstant().isAfter(now);
    }

    /// Grows with each change of what is known, over restarts too: a next key comes with a later begin than all others,
    /// and what is forgotten is forgotten when it takes over.
    long sequence() {
        X509Certificate newest = known().stream()
                .max(Comparator.comparing(X509Certificate::getNotBefore))
                .orElseThrow();
        boolean prepared = next.map(Slot::certificate).filter(newest::equals).isPresent();
        return newest.getNotBefore().toInstant().getEpochSecond() * 2 + (prepared ? 0 : 1);
    }

    /// All that may have signed or will, the current one first.
    List<X509Certificate> known() {
        List<X509Certificate> known = new ArrayList<>();
        known.add(current.certificate());
        next.ifPresent(slot -> known.add(slot.certificate()));
        known.addAll(retired);
        return known;
    }
}
