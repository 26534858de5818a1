package dev.mcp2026.benchmarks.etcd;

import dev.mcp2026.benchmarks.measure.Ready;
import dev.mcp2026.benchmarks.measure.ResidentMemory;
import dev.mcp2026.benchmarks.measure.Subject;
import dev.mcp2026.testkit.etcd.EtcdCluster;
import dev.mcp2026.testkit.etcd.MutualTls;
import dev.mcp2026.trust.TrustDirectory.SvidFiles;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLException;

/// One etcd member, called in plain text and with mutual TLS: two ports of one process, so that both find the same
/// data and the difference is TLS alone.
public final class EtcdPeer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final EtcdCluster cluster;
    private final URI url;
    private final EtcdClient secured;
    private EtcdClient plain;

    private EtcdPeer(EtcdCluster cluster, SvidFiles svid) throws SSLException {
        this.cluster = cluster;
        this.url = cluster.clientUrls().getFirst();
        this.plain = EtcdClient.plain(url);
        this.secured = EtcdClient.secured(cluster.securedUrls().getFirst(), svid);
    }

    /// @param svid what the member and its client show each other
    public static EtcdPeer start(SvidFiles svid) throws SSLException {
        MutualTls tls = new MutualTls(svid.bundle(), svid.certificate(), svid.key());
        return new EtcdPeer(EtcdCluster.startWithBoth(1, tls), svid);
    }

    public Subject plain() {
        return plain;
    }

    public Subject secured() {
        return secured;
    }

    /// Kills it, starts it again on its data, and returns the time until it answers a linearizable read.
    public Duration restart() {
        plain.close();
        cluster.kill(0);
        plain = EtcdClient.plain(url);
        long start = System.nanoTime();
        cluster.restart(0);
        InetSocketAddress address = new InetSocketAddress(url.getHost(), url.getPort());
        return Ready.await("etcd", address, start, START_LIMIT, () -> true, plain::answers);
    }

    public double residentMiB() {
        return ResidentMemory.of(cluster.pid(0));
    }

    @Override
    public void close() {
        plain.close();
        secured.close();
        cluster.close();
    }
}
