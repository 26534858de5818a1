package dev.mcp2026.benchmarks.identity;

import com.google.protobuf.ByteString;
import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.identity.v1.Bundle;
import dev.mcp2026.proto.identity.v1.IdentityGrpc;
import dev.mcp2026.proto.identity.v1.SignX509SvidRequest;
import dev.mcp2026.proto.identity.v1.WatchBundlesRequest;
import dev.mcp2026.testkit.process.RedisServer;
import dev.mcp2026.trust.Role;
import dev.mcp2026.trust.X509Issuer;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// The second level: a certificate whose chain is pruned by the issuers that caches share, which are read there at each
/// call, beside one for which nothing is looked up. In Redis, and embedded in the durable store.
final class SharedLevel implements Section {
    private static final Role CALLER = new Role.CellService(new CellId("cell1"), "registry");
    private static final String NONE = "no look-up";

    @Override
    public String name() {
        return "l2";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        List<Row> rows = new ArrayList<>();
        measure(bench, "embedded", Map.of(), rows);
        if (RedisServer.available()) {
            try (RedisServer redis = RedisServer.start()) {
                measure(
                        bench,
                        "Redis",
                        Map.of(
                                "mcp.identity.l2.kind",
                                "redis",
                                "mcp.identity.l2.redis",
                                "redis://127.0.0.1:" + redis.address().getPort()),
                        rows);
            }
        } else {
            bench.say("  skipped: redis-server is not installed");
        }
        return rows;
    }

    private static void measure(Bench bench, String level, Map<String, String> settings, List<Row> rows)
            throws Exception {
        bench.say("  " + level);
        Duration run = Duration.ofSeconds(bench.options().full() ? 15 : 2);
        try (IdentityProcess cache = IdentityProcess.start(bench, settings)) {
            IdentityGrpc.IdentityBlockingStub caller = cache.as(bench.trust().svid(CALLER));
            SignX509SvidRequest whole =
                    SignX509SvidRequest.newBuilder().setCsr(request()).build();
            caller.signX509Svid(whole);
            SignX509SvidRequest pruned = knownTo(caller, whole);
            measured(caller, whole, run);
            measured(caller, pruned, run);
            Histogram without = measured(caller, whole, run);
            Histogram with = measured(caller, pruned, run);
            for (int percentile : new int[] {50, 99}) {
                rows.add(Row.of(
                                "signed, pruned by L2's issuers, " + level + ", p" + percentile,
                                "ms",
                                millis(with, percentile))
                        .against(NONE, millis(without, percentile)));
            }
        }
    }

    private static double millis(Histogram nanos, int percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e6;
    }

    private static SignX509SvidRequest knownTo(IdentityGrpc.IdentityBlockingStub caller, SignX509SvidRequest request)
            throws Exception {
        Bundle own = caller.watchBundles(WatchBundlesRequest.getDefaultInstance())
                .next()
                .getBundles(0);
        SignX509SvidRequest.Builder known = request.toBuilder();
        for (ByteString issuer : own.getIntermediatesList()) {
            known.addPeerAnchors(
                    ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(issuer.toByteArray())));
        }
        return known.build();
    }

    private static ByteString request() throws Exception {
        KeyPair keys = X509Issuer.newKeys(new SecureRandom());
        return ByteString.copyFrom(new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=bench"), keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded());
    }

    private static Histogram measured(
            IdentityGrpc.IdentityBlockingStub caller, SignX509SvidRequest request, Duration run) {
        Histogram nanos = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        long end = System.nanoTime() + run.toNanos();
        while (System.nanoTime() < end) {
            long began = System.nanoTime();
            caller.signX509Svid(request);
            nanos.recordValue(System.nanoTime() - began);
        }
        return nanos;
    }
}
