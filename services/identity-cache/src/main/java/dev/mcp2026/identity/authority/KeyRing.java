package dev.mcp2026.identity.authority;

import dev.mcp2026.identity.authority.KeySlots.Slot;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One authority's keys: read from their file, made where there are none, exchanged when their time comes.
final class KeyRing {
    private final KeyFile file;
    private final InstantSource clock;
    private final Maker maker;
    private final Predicate<X509Certificate> ours;
    private @Nullable KeySlots slots;

    /// Makes a new key, certified from now on.
    interface Maker {
        Slot make(Instant now) throws GeneralSecurityException;
    }

    /// @param ours whether a key that was read is certified by the root that there is now
    KeyRing(KeyFile file, InstantSource clock, Maker maker, Predicate<X509Certificate> ours) {
        this.file = file;
        this.clock = clock;
        this.maker = maker;
        this.ours = ours;
    }

    /// What to sign with now.
    synchronized KeySlots slots() throws IOException, GeneralSecurityException {
        KeySlots known = slots;
        if (known == null) {
            known = file.read()
                    .filter(read -> ours.test(read.current().certificate()))
                    .orElse(null);
        }
        Instant now = clock.instant();
        if (known == null || known.isOver(now)) {
            // A cache that was off for longer than a key's life has nobody left who could know the prepared one.
            known = save(KeySlots.of(maker.make(now)));
        } else if (known.isYetToCome(now)) {
            // Made while the clock was ahead: what it signs would not be valid before it is.
            known = save(known.prepared(maker.make(now)).activated(now));
        }
        slots = known;
        return known;
    }

    /// Takes the step that is due.
    ///
    /// @return whether what is known changed
    synchronized boolean advance() throws IOException, GeneralSecurityException {
        KeySlots known = slots();
        Instant now = clock.instant();
        return switch (known.step(now)) {
            case NONE -> false;
            case PREPARE -> {
                slots = save(known.prepared(maker.make(now)));
                yield true;
            }
            case ACTIVATE -> {
                slots = save(known.activated(now));
                yield true;
            }
        };
    }

    /// A new key at once, for one that must not sign any more.
    synchronized void replace() throws IOException, GeneralSecurityException {
        KeySlots known = slots();
        Instant now = clock.instant();
        slots = save(known.prepared(maker.make(now)).activated(now));
    }

    private KeySlots save(KeySlots next) throws IOException, GeneralSecurityException {
        file.write(next);
        return next;
    }
}
