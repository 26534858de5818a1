package dev.mcp2026.benchmarks.identity;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.Svid;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.X509Issuer;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.HdrHistogram.Histogram;

/// A TLS 1.3 handshake with both sides' certificates, in memory: with the chain as issued, and pruned to the leaf where
/// the peer knows the tenant's issuer.
final class ChainHandshakes implements Section {
    private static final String DOMAIN = "bench.local";
    private static final int BUFFER = 64 << 10;

    @Override
    public String name() {
        return "handshake";
    }

    /// @param bytes of one handshake, both ways
    private record Measured(long bytes, Histogram nanos) {}

    @Override
    public List<Row> run(Bench bench) throws Exception {
        SecureRandom random = new SecureRandom();
        Instant now = Instant.now();
        Duration life = Duration.ofDays(1);
        X509Issuer root = X509Issuer.root(DOMAIN, X509Issuer.newKeys(random), now, life, random);
        KeyPair keys = X509Issuer.newKeys(random);
        X509Certificate intermediate = root.intermediate("shop", keys.getPublic(), now, life);
        X509Issuer issuer = new X509Issuer(DOMAIN, intermediate, keys.getPrivate(), random);
        Svid full = svid(issuer, "web", true, random, now);
        Svid other = svid(issuer, "api", true, random, now);
        List<X509Certificate> roots = List.of(root.certificate());
        List<X509Certificate> known = List.of(root.certificate(), intermediate);
        Ends whole = new Ends(context(full, roots), context(other, roots));
        Ends pruned = new Ends(context(leafOf(full), known), context(leafOf(other), known));
        int rounds = bench.options().full() ? 5000 : 1000;
        measure(whole, pruned, rounds);
        List<Measured> measured = measure(whole, pruned, rounds);
        Measured a = measured.get(1);
        Measured b = measured.get(0);
        String peer = "leaf and issuer";
        return List.of(
                Row.of("handshake, pruned to the leaf", "B", (double) a.bytes()).against(peer, (double) b.bytes()),
                Row.of("saved by pruning, both directions", "B", (double) b.bytes() - a.bytes()),
                Row.of("handshake, pruned, p50", "ms", a.nanos().getValueAtPercentile(50) / 1e6)
                        .against(peer, b.nanos().getValueAtPercentile(50) / 1e6),
                Row.of("handshake, pruned, p99", "ms", a.nanos().getValueAtPercentile(99) / 1e6)
                        .against(peer, b.nanos().getValueAtPercentile(99) / 1e6));
    }

    private record Ends(SSLContext client, SSLContext server) {}

    private static Svid svid(X509Issuer issuer, String name, boolean chain, SecureRandom random, Instant now)
            throws Exception {
        KeyPair keys = X509Issuer.newKeys(random);
        SpiffeId id = SpiffeId.of(DOMAIN, "tenant", "shop", "workload", name);
        X509Certificate leaf = issuer.workload(id, keys.getPublic(), X509Issuer.Names.NONE, now, Duration.ofHours(1));
        return new Svid(id, chain ? List.of(leaf, issuer.certificate()) : List.of(leaf), keys.getPrivate());
    }

    private static Svid leafOf(Svid svid) {
        return new Svid(svid.id(), List.of(svid.leaf()), svid.key());
    }

    private static SSLContext context(Svid svid, List<X509Certificate> anchors) throws Exception {
        return new TlsMaterial(svid, anchors).sslContext();
    }

    /// In turn, so that what the machine does meets both alike.
    private static List<Measured> measure(Ends whole, Ends pruned, int rounds) throws Exception {
        Histogram wholeNanos = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
        Histogram prunedNanos = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
        long wholeBytes = 0;
        long prunedBytes = 0;
        for (int i = 0; i < rounds; i++) {
            wholeBytes = handshake(whole, wholeNanos);
            prunedBytes = handshake(pruned, prunedNanos);
        }
        return new ArrayList<>(List.of(new Measured(wholeBytes, wholeNanos), new Measured(prunedBytes, prunedNanos)));
    }

    private static long handshake(Ends ends, Histogram nanos) throws Exception {
        // A peer's name that is new each time: no session to resume.
        SSLEngine client = ends.client().createSSLEngine("peer-" + System.nanoTime(), 443);
        SSLEngine server = ends.server().createSSLEngine();
        client.setUseClientMode(true);
        server.setUseClientMode(false);
        server.setNeedClientAuth(true);
        long began = System.nanoTime();
        client.beginHandshake();
        server.beginHandshake();
        ByteBuffer toServer = ByteBuffer.allocate(BUFFER);
        ByteBuffer toClient = ByteBuffer.allocate(BUFFER);
        long bytes = 0;
        while (isBusy(client) || isBusy(server)) {
            bytes += step(client, toClient, toServer);
            bytes += step(server, toServer, toClient);
        }
        nanos.recordValue(System.nanoTime() - began);
        return bytes;
    }

    private static boolean isBusy(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                && engine.getHandshakeStatus() != HandshakeStatus.FINISHED;
    }

    private static long step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws Exception {
        long bytes = 0;
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                Runnable task = engine.getDelegatedTask();
                while (task != null) {
                    task.run();
                    task = engine.getDelegatedTask();
                }
            }
            case NEED_WRAP -> bytes = engine.wrap(ByteBuffer.allocate(0), out).bytesProduced();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.flip();
                engine.unwrap(in, ByteBuffer.allocate(BUFFER));
                in.compact();
            }
            case FINISHED, NOT_HANDSHAKING -> {}
        }
        return bytes;
    }
}
