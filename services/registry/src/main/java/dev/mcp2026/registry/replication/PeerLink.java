package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.CellId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Keeps the subscriptions to one peer open. It has no thread: [#tick] is called every few tens of
/// milliseconds by the
/// [Replicator], or by a simulation.
///
/// Where the round trip is long it holds a second subscription over another connection. Deltas
/// join idempotently, so
/// whichever copy comes first counts, and a lost packet delays a change only if both copies are hit.
public final class PeerLink implements PeerPath.Listener {
    /// TCP, TLS and the welcome take one each, and a lost packet some more.
    private static final int ANSWER_ROUND_TRIPS = 8;

    private static final Fault CLOSED = new Fault(FaultKind.UNAVAILABLE, null, "closed by this side", "");
    private static final Fault RENEGOTIATED = new Fault(FaultKind.UNAVAILABLE, null, "opened anew by this side", "");

    private final CellId self;
    private final CellId peer;
    private final String version;
    private final PeerTransport transport;
    private final DeltaSink sink;
    private final ReplicationSettings settings;
    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final Supplier<Set<CellId>> directOrigins;
    private final Backoff backoff;
    private final RoundTrips roundTrips;
    private final List<PeerPath> paths = new ArrayList<>();
    private Cursor cursor = Cursor.START;
    private @Nullable Fault lastFault;
    private @Nullable Instant lastHeard;
    private String peerVersion = "";
    private boolean everCaughtUp;
    private long retryAtNanos;
    private long pingAtNanos;
    private Map<CellId, Instant> unheardAtPeer = Map.of();
    /// While we open our subscriptions anew the peer counts as heard until then.
    private @Nullable Long heldUntilNanos;
    private boolean closed;

    public PeerLink(
            CellId self,
            CellId peer,
            String version,
            PeerTransport transport,
            DeltaSink sink,
            ReplicationSettings settings,
            InstantSource wall,
            LongSupplier nanoTime,
            RandomGenerator random,
            Supplier<Set<CellId>> directOrigins) {
        this.self = self;
        this.peer = peer;
        this.version = version;
        this.transport = transport;
        this.sink = sink;
        this.settings = settings;
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.roundTrips = new RoundTrips(nanoTime);
        this.directOrigins = directOrigins;
        this.backoff = new Backoff(settings.backoffMin(), settings.backoffMax(), random);
        this.retryAtNanos = nanoTime.getAsLong();
        this.pingAtNanos = retryAtNanos;
    }

    public CellId peer() {
        return peer;
    }

    PeerTransport transport() {
        return transport;
    }

    public synchronized void tick() {
        if (closed) {
            return;
        }
        long now = nanoTime.getAsLong();
        noteAndReap(now);
        if (paths.size() < wanted() && now - retryAtNanos >= 0) {
            open();
        }
        if (now - pingAtNanos >= 0) {
            pingAtNanos = now + settings.pingInterval().toNanos();
            long wallNs = wallNanos();
            paths.forEach(path -> path.ping(wallNs));
        }
    }

    private void noteAndReap(long now) {
        for (PeerPath path : List.copyOf(paths)) {
            note(path);
            long quiet = now - path.lastHeardNanos();
            if (path.fault() == null && quiet > patience(path).toNanos()) {
                path.close(new Fault(
                        FaultKind.UNAVAILABLE,
                        null,
                        "nothing heard for " + Duration.ofNanos(quiet).toMillis() + " ms",
                        "check the network between the cells"));
            }
            Fault fault = path.fault();
            if (fault != null) {
                path.close(fault);
                paths.remove(path);
                if (fault == RENEGOTIATED) {
                    retryAtNanos = now;
                } else {
                    lastFault = fault;
                    heldUntilNanos = null;
                    retryAtNanos = now + backoff.next();
                }
            }
        }
    }

    private Duration patience(PeerPath path) {
        Duration rtt = roundTrips.smoothed();
        if (path.welcomed() != null || rtt == null) {
            return settings.silentAfter();
        }
        Duration far = rtt.multipliedBy(ANSWER_ROUND_TRIPS);
        return far.compareTo(settings.answerWithin()) > 0 ? far : settings.answerWithin();
    }

    private void note(PeerPath path) {
        Welcome welcome = path.welcomed();
        if (welcome == null) {
            return;
        }
        peerVersion = welcome.version();
        Instant heard = wall.instant().minusNanos(nanoTime.getAsLong() - path.lastHeardNanos());
        lastHeard = lastHeard == null || heard.isAfter(lastHeard) ? heard : lastHeard;
        Map<CellId, Instant> unheard = path.unheard();
        unheardAtPeer = unheard == null ? unheardAtPeer : unheard;
        Cursor complete = path.complete();
        if (complete != null) {
            boolean sameProcess = cursor.incarnation() == complete.incarnation();
            if (!sameProcess || complete.revision() > cursor.revision()) {
                cursor = complete;
            }
            everCaughtUp = true;
            backoff.reset();
        }
    }

    private int wanted() {
        boolean caughtUp = paths.stream().anyMatch(PeerPath::caughtUp);
        Duration rtt = roundTrips.smoothed();
        boolean far = rtt != null && rtt.compareTo(settings.redundancyAboveRtt()) >= 0;
        return caughtUp && far ? settings.redundancy() : 1;
    }

    private void open() {
        // What came in since the tick looked at the paths counts: from an older cursor all of it would be sent again.
        paths.forEach(this::note);
        PeerPath path = new PeerPath(freeNumber(), peer, sink, this, nanoTime);
        paths.add(path);
        Hello hello = new Hello(self, version, cursor, directOrigins.get());
        path.opened(transport.subscribe(path.number(), hello, path));
    }

    private int freeNumber() {
        int number = 0;
        while (used(number)) {
            number++;
        }
        return number;
    }

    private boolean used(int number) {
        return paths.stream().anyMatch(path -> path.number() == number);
    }

    /// Ends the subscriptions so that new ones say anew which owners need a relay.
    public synchronized void renegotiate() {
        if (live()) {
            heldUntilNanos = nanoTime.getAsLong() + settings.silentAfter().toNanos();
        }
        paths.forEach(path -> path.close(RENEGOTIATED));
    }

    @Override
    public void measured(long t0, long t1, long t2, long t3) {
        roundTrips.observe(t0, t1, t2, t3);
    }

    @Override
    public void applied(int deltas, int changed) {}

    /// Whether the peer was heard within the silence limit, on a subscription that has been up to date: what is
    /// refused again and again in the middle of its backlog does not count.
    public synchronized boolean live() {
        long now = nanoTime.getAsLong();
        Long held = heldUntilNanos;
        if (held != null && now - held < 0) {
            return true;
        }
        return paths.stream()
                .anyMatch(path -> path.caughtUp()
                        && path.fault() == null
                        && now - path.lastHeardNanos() <= settings.silentAfter().toNanos());
    }

    /// True once all that the peer had at some time has been applied.
    public synchronized boolean everCaughtUp() {
        return everCaughtUp || paths.stream().anyMatch(PeerPath::caughtUp);
    }

    /// The peer has answered and what it has is still on its way.
    synchronized boolean catchingUp() {
        return !everCaughtUp() && paths.stream().anyMatch(path -> path.welcomed() != null && path.fault() == null);
    }

    /// Owners that the peer does not hear itself.
    public synchronized Map<CellId, Instant> unheardAtPeer() {
        paths.forEach(this::note);
        return unheardAtPeer;
    }

    public synchronized @Nullable Instant lastHeard() {
        paths.forEach(this::note);
        return lastHeard;
    }

    public synchronized LinkStatus status() {
        paths.forEach(this::note);
        boolean live = live();
        Fault fault = lastFault;
        LinkStatus.State state = live
                ? LinkStatus.State.CONNECTED
                : fault != null && refuses(fault)
                        ? LinkStatus.State.REFUSED
                        : lastHeard == null ? LinkStatus.State.CONNECTING : LinkStatus.State.STALE;
        return new LinkStatus(
                peer,
                transport.address(),
                state,
                live || fault == null ? "" : fault.message(),
                peerVersion,
                lastHeard,
                roundTrips.smoothed(),
                roundTrips.offset().map(o -> Duration.ofNanos(o.offsetNanos())).orElse(null),
                roundTrips
                        .offset()
                        .map(o -> Duration.ofNanos(o.errorBoundNanos()))
                        .orElse(null),
                paths.size());
    }

    private static boolean refuses(Fault fault) {
        return switch (fault.kind()) {
            case CLOCK_SKEW, UNAUTHENTICATED, PERMISSION_DENIED, CONFLICT, INVALID_ARGUMENT -> true;
            case NOT_FOUND, PRECONDITION_FAILED, LIMIT_EXCEEDED, READ_ONLY, UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL ->
                false;
        };
    }

    private long wallNanos() {
        Instant now = wall.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    public synchronized void close() {
        closed = true;
        paths.forEach(path -> path.close(CLOSED));
        paths.clear();
        transport.close();
    }
}
