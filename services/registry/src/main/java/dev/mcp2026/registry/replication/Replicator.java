package dev.mcp2026.registry.replication;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/// Runs the peer links and the anti-entropy rounds on two virtual threads, and keeps the owners'
/// staleness true.
public final class Replicator implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Replicator.class);
    private static final Duration TICK = Duration.ofMillis(50);

    private final Catalogue catalogue;
    private final List<PeerLink> links;
    private final AntiEntropy antiEntropy;
    private final ReplicationSettings settings;
    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final long startedNanos;
    private final List<Thread> threads = new ArrayList<>();
    private volatile Set<CellId> live = Set.of();
    private volatile Map<CellId, Instant> silent = Map.of();
    private volatile Map<CellId, Instant> unheard = Map.of();
    private volatile boolean closed;

    public Replicator(
            Catalogue catalogue,
            List<PeerLink> links,
            AntiEntropy antiEntropy,
            ReplicationSettings settings,
            InstantSource wall,
            LongSupplier nanoTime) {
        this.catalogue = catalogue;
        this.links = List.copyOf(links);
        this.antiEntropy = antiEntropy;
        this.settings = settings;
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.startedNanos = nanoTime.getAsLong();
    }

    public void start() {
        threads.add(Thread.ofVirtual().name("replication-links").start(() -> every(TICK, this::tick)));
        threads.add(Thread.ofVirtual()
                .name("replication-digest")
                .start(() -> every(settings.digestInterval(), this::compareDigests)));
    }

    private void every(Duration pause, Runnable work) {
        while (!closed) {
            try {
                Thread.sleep(pause);
                work.run();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.errorf(e, "replication work failed, goes on");
            }
        }
    }

    /// One step of all links; public for simulations, which have their own time.
    public void tick() {
        links.forEach(PeerLink::tick);
        List<Staleness.Peer> peers = links.stream()
                .map(link -> new Staleness.Peer(link.peer(), link.live(), link.lastHeard(), link.unheardAtPeer()))
                .toList();
        Set<CellId> liveNow = Staleness.live(peers);
        Set<CellId> known = new HashSet<>(catalogue.origins().keySet());
        known.remove(catalogue.self());
        Instant now = wall.instant();
        Set<CellId> asked = new HashSet<>(known);
        peers.forEach(peer -> asked.add(peer.cell()));
        // From the first moment on: who has just started must not pass for a witness of anybody.
        unheard = Staleness.unheard(asked, peers, silent, now);
        // A link that is still coming up after a start has not shown anything yet.
        if (!settled()) {
            return;
        }
        Map<CellId, Instant> silentNow = Staleness.silent(known, peers, now);
        silent = silentNow;
        boolean lostOne = !liveNow.containsAll(live);
        live = liveNow;
        // Last, since it wakes the subscriptions and they tell what was set above.
        known.forEach(owner -> mark(owner, silentNow.get(owner)));
        if (lostOne) {
            // Those left must hear that they now relay for the one we lost.
            links.stream().filter(PeerLink::live).forEach(PeerLink::renegotiate);
        }
    }

    private void mark(CellId owner, @org.jspecify.annotations.Nullable Instant since) {
        boolean was = catalogue.staleSince(owner) != null;
        if (was != (since != null)) {
            LOG.infof("cell freshness changed cell=%s stale_since=%s", owner, since);
            catalogue.markStale(owner, since);
        }
    }

    /// True once each peer has told all it had, or has had its chance to.
    public boolean settled() {
        return links.stream().allMatch(PeerLink::everCaughtUp)
                || nanoTime.getAsLong() - startedNanos > settings.silentAfter().toNanos();
    }

    /// Whether what this cell holds of its own records is all there is: no peer is still sending back what it
    /// remembered for us.
    public boolean complete() {
        return settled() && links.stream().noneMatch(PeerLink::catchingUp);
    }

    /// One anti-entropy round with each live peer; public for simulations too.
    public void compareDigests() {
        for (PeerLink link : links) {
            if (!link.live()) {
                continue;
            }
            for (CellId origin : List.copyOf(catalogue.origins().keySet())) {
                boolean relayed = !origin.equals(link.peer()) && live.contains(origin);
                if (!origin.equals(catalogue.self()) && !relayed) {
                    compare(link, origin);
                }
            }
        }
    }

    private void compare(PeerLink link, CellId origin) {
        try {
            AntiEntropy.Round round = antiEntropy.run(link.peer(), origin, link.transport());
            if (round.differing() > 0) {
                LOG.infof(
                        "digest repaired peer=%s origin=%s buckets=%d repaired=%d swept=%d held=%d",
                        link.peer(), origin, round.differing(), round.repaired(), round.swept(), round.held());
            }
        } catch (FaultException e) {
            LOG.debugf("digest not compared peer=%s origin=%s reason=%s", link.peer(), origin, e.getMessage());
        }
    }

    /// Owners heard directly.
    public Set<CellId> live() {
        return live;
    }

    /// Owners not heard, directly or through a peer, and since when.
    public Map<CellId, Instant> silent() {
        return silent;
    }

    /// Owners not heard directly: told to the peers, who must not count us as their source.
    public Map<CellId, Instant> unheard() {
        return unheard;
    }

    public List<LinkStatus> status() {
        return links.stream().map(PeerLink::status).toList();
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        links.forEach(PeerLink::close);
    }
}
