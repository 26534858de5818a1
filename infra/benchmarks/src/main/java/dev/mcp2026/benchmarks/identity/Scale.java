package dev.mcp2026.benchmarks.identity;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.report.Row;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// 100,000 entries of 1000 tenants: what they cost in memory, and what a fetch costs among them.
final class Scale implements Section {
    private static final int TENANTS = 1000;
    private static final long FIRST_USER = 1_000_000;

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        List<Row> rows = new ArrayList<>();
        EventLoopGroup loops = new EpollEventLoopGroup(1);
        int count = bench.options().instances();
        long user = IdentityProcess.ownUser();
        try (IdentityProcess cache = IdentityProcess.start(bench, Map.of())) {
            double empty = cache.residentMiB();
            bench.say("  " + count + " entries");
            long began = System.nanoTime();
            EntryLoad.put(
                    cache,
                    count,
                    i -> IdentityProcess.entry("t" + i % TENANTS, "w" + i, i == 0 ? user : FIRST_USER + i));
            double seconds = (System.nanoTime() - began) / 1e9;
            rows.add(Row.of("load " + count + " entries, fsynced, 128 outstanding", "entries/s", count / seconds));
            rows.add(Row.of("resident memory, empty", "MiB", empty));
            rows.add(Row.of(
                    "resident memory, " + count + " entries, " + TENANTS + " tenants", "MiB", cache.residentMiB()));
            try (SocketClient client = new SocketClient(cache.socket(), loops)) {
                Duration run = Duration.ofSeconds(bench.options().full() ? 30 : 5);
                FetchLoop.run(List.of(client), run);
                FetchLoop.Result result = FetchLoop.run(List.of(client), run);
                rows.add(Row.of("fetch among " + count + " entries, p50", "ms", result.millis(50))
                        .atMost(0.2, "≤ 0.2 ms"));
                rows.add(Row.of("fetch among " + count + " entries, p99", "ms", result.millis(99))
                        .atMost(1, "≤ 1 ms"));
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        return rows;
    }
}
