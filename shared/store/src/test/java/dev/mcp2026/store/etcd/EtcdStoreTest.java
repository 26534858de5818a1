package dev.mcp2026.store.etcd;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.StoreContract;
import dev.mcp2026.store.StoreLimits;
import dev.mcp2026.testkit.etcd.EtcdCluster;
import io.etcd.jetcd.Client;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract on one real member; each test has its own root.
class EtcdStoreTest extends StoreContract {
    private static EtcdCluster cluster;
    private int roots;

    @BeforeAll
    static void startCluster() {
        assumeTrue(EtcdCluster.missing().isEmpty(), () -> EtcdCluster.missing().orElse(""));
        cluster = EtcdCluster.start(1);
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    protected Store open(long watchEvents) {
        StoreLimits d = StoreLimits.defaults();
        StoreLimits small = new StoreLimits(
                        d.keyBytes(),
                        d.valueBytes(),
                        d.txnOps(),
                        d.txnBytes(),
                        new Limit("mcp.store.page-entries", 10, "entries"),
                        d.watchEvents(),
                        d.historyRevisions(),
                        d.historyBytes(),
                        d.pendingTxns(),
                        d.leases())
                .withWatchEvents(watchEvents);
        String root = "test" + System.nanoTime() + "-" + roots++ + "/";
        // Patient, since a busy build machine is not what is tested here.
        ModeLimits patient =
                new ModeLimits(Duration.ofMillis(500), Duration.ofSeconds(10), 2, 2, Duration.ofSeconds(5), 100);
        return EtcdStore.open(EtcdOptions.at(cluster.clientUrls(), root)
                .withLimits(small)
                .withMode(patient)
                .withCallTimeout(Duration.ofSeconds(10))
                .withOpenTimeout(Duration.ofSeconds(30)));
    }

    @Override
    protected void compact() throws Exception {
        long now = store.range(RangeQuery.of(KeyPrefix.ALL)).revision().value();
        try (Client admin = Client.builder().endpoints(cluster.clientUrls()).build()) {
            admin.getKVClient().compact(now).get();
        }
    }
}
