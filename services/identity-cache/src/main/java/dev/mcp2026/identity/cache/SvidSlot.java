package dev.mcp2026.identity.cache;

import dev.mcp2026.identity.authority.Issued;
import dev.mcp2026.identity.entry.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One entry's place in the cache.
final class SvidSlot {
    /// By so much a look may have read the clock before a failure that it then finds.
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    final Entry entry;
    private @Nullable Issued issued;
    private Instant issuedAt = Instant.MIN;
    private Instant renewAt = Instant.MIN;
    /// After a failure: until then what there is is served, and what is not there fails with the same.
    private Instant notBefore = Instant.MIN;
    private Instant failedAt = Instant.MIN;
    private @Nullable Throwable failure;
    private int failures;
    private @Nullable CompletableFuture<Issued> underWay;
    private int subscribers;
    /// Grows with each [#supersede]; what was asked for before one of them may be what it was to replace.
    private int wanted;
    private int asked;
    private int made;

    SvidSlot(Entry entry) {
        this.entry = entry;
    }

    /// What can be said without asking the authority.
    sealed interface Look {
        /// Good as it is.
        record Fresh(Issued issued) implements Look {}

        /// The authority failed a moment ago; this one is still valid.
        record Stale(Issued issued) implements Look {}

        /// The authority failed a moment ago, and there is nothing to serve.
        record Failed(Throwable cause) implements Look {}

        /// The authority has to be asked.
        record Missing() implements Look {}
    }

    synchronized Look look(Instant now, Duration ttl, Duration margin) {
        Issued known = usable(now, margin);
        if (known != null && made == wanted && now.isBefore(freshUntil(known, ttl, margin))) {
            return new Look.Fresh(known);
        }
        // A pause that began in a time yet to come is none: the clock went back.
        if (now.isBefore(notBefore) && now.plus(AT_ONCE).isAfter(failedAt)) {
            if (known != null) {
                return new Look.Stale(known);
            }
            Throwable cause = failure;
            if (cause != null) {
                return new Look.Failed(cause);
            }
        }
        return new Look.Missing();
    }

    /// What there is, while it is valid: not near its end, and not of a time that is yet to come after the clock went
    /// back.
    synchronized @Nullable Issued usable(Instant now, Duration margin) {
        Issued known = issued;
        if (known == null || !now.isBefore(known.notAfter().minus(margin))) {
            return null;
        }
        return now.isBefore(issuedAt) && now.isBefore(known.notBefore()) ? null : known;
    }

    private Instant freshUntil(Issued known, Duration ttl, Duration margin) {
        if (subscribers > 0) {
            return renewAt;
        }
        Instant byTtl = issuedAt.plus(ttl);
        Instant byValidity = known.notAfter().minus(margin);
        return byTtl.isBefore(byValidity) ? byTtl : byValidity;
    }

    /// The issue under way, or a new one that is then `make`'s to complete by [#succeeded] or [#failed].
    CompletableFuture<Issued> join(Runnable make) {
        CompletableFuture<Issued> mine;
        synchronized (this) {
            if (underWay != null) {
                return underWay;
            }
            mine = new CompletableFuture<>();
            underWay = mine;
            asked = wanted;
        }
        make.run();
        return mine;
    }

    synchronized CompletableFuture<Issued> succeeded(Issued next, Instant now, Instant renewal) {
        issued = next;
        issuedAt = now;
        renewAt = renewal;
        notBefore = Instant.MIN;
        failure = null;
        failures = 0;
        made = asked;
        return done();
    }

    /// The authority has no such identity any more: what there is must not be handed out either.
    ///
    /// @return whether there was something
    synchronized boolean withdraw() {
        boolean had = issued != null;
        issued = null;
        return had;
    }

    synchronized CompletableFuture<Issued> failed(Throwable cause, Instant now, Instant nextAttempt) {
        failure = cause;
        failedAt = now;
        failures++;
        notBefore = nextAttempt;
        return done();
    }

    private CompletableFuture<Issued> done() {
        CompletableFuture<Issued> waiting = underWay;
        underWay = null;
        return waiting == null ? new CompletableFuture<>() : waiting;
    }

    synchronized @Nullable Issued issued() {
        return issued;
    }

    synchronized Instant renewAt() {
        return renewAt;
    }

    synchronized int failures() {
        return failures;
    }

    synchronized boolean isStale() {
        return failures > 0 && issued != null;
    }

    synchronized int subscribers() {
        return subscribers;
    }

    synchronized void subscribers(int now) {
        subscribers = now;
    }

    /// The next look at it issues anew, whatever its time.
    synchronized void supersede() {
        wanted++;
        notBefore = Instant.MIN;
    }
}
