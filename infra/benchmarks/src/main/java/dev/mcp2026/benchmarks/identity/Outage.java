package dev.mcp2026.benchmarks.identity;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.proto.identity.v1.PutEntryRequest;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A cache in front of an upstream (another cache, by the Workload API, as a SPIRE agent would be) that is killed: for
/// many times L1's time to live, while certificates are valid.
final class Outage implements Section {
    private static final int TTL_SECONDS = 2;

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        List<Row> rows = new ArrayList<>();
        EventLoopGroup loops = new EpollEventLoopGroup(1);
        long user = IdentityProcess.ownUser();
        try (IdentityProcess upstream = IdentityProcess.start(bench, Map.of())) {
            // The id has to be one that the upstream gives the cache's own process.
            put(upstream, user);
            try (IdentityProcess cache = IdentityProcess.start(
                            bench,
                            Map.of(
                                    "mcp.identity.upstream.workload-api",
                                    "unix:" + upstream.socket(),
                                    "mcp.identity.l1.ttl",
                                    TTL_SECONDS + "s"));
                    SocketClient client = new SocketClient(cache.socket(), loops)) {
                put(cache, user);
                FetchLoop.Result before = FetchLoop.run(List.of(client), Duration.ofSeconds(3));
                bench.say("  upstream killed");
                upstream.kill();
                Duration outage = Duration.ofSeconds(bench.options().full() ? 60 : 6L * TTL_SECONDS);
                FetchLoop.Result during = FetchLoop.run(List.of(client), outage);
                double rate = during.failed()
                        / Math.max(1.0, during.failed() + during.latencies().getTotalCount());
                rows.add(Row.of(
                                "upstream down for " + outage.toSeconds() / TTL_SECONDS + " × L1's TTL: failed of "
                                        + during.latencies().getTotalCount(),
                                "share",
                                rate)
                        .atMost(0, "0"));
                rows.add(Row.of("fetch while the upstream is down, p99", "ms", during.millis(99))
                        .against("upstream up", before.millis(99)));
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        return rows;
    }

    private static void put(IdentityProcess cache, long user) {
        cache.operator()
                .putEntry(PutEntryRequest.newBuilder()
                        .setEntry(IdentityProcess.entry("shop", "web", user))
                        .build());
    }
}
