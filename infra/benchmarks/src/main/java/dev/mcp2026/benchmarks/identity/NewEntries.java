package dev.mcp2026.benchmarks.identity;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.proto.identity.v1.DeleteEntryRequest;
import dev.mcp2026.proto.identity.v1.PutEntryRequest;
import dev.mcp2026.proto.spiffe.workload.X509SVID;
import dev.mcp2026.proto.spiffe.workload.X509SVIDResponse;
import io.grpc.Status;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// From the operator's call that makes an entry to the SVID at a client that waits for it; and from the call that
/// deletes one to the client's hearing of it.
final class NewEntries implements Section {
    private static final String SPIRE = "SPIRE agent's interval, documented";
    private static final double SPIRE_MS = 5000;
    private static final long FIRST_USER = 300_000;

    @Override
    public String name() {
        return "entry";
    }

    /// Says when the set of identities is as wanted.
    private static final class Waiting implements SocketClient.Heard {
        private Set<String> hints = Set.of();
        private @Nullable CompletableFuture<Long> wanted;
        private String hint = "";
        private boolean present;

        synchronized CompletableFuture<Long> until(String name, boolean there) {
            CompletableFuture<Long> moment = new CompletableFuture<>();
            hint = name;
            present = there;
            wanted = moment;
            look();
            return moment;
        }

        @Override
        public synchronized void message(X509SVIDResponse message) {
            hints = message.getSvidsList().stream().map(X509SVID::getHint).collect(Collectors.toSet());
            look();
        }

        private void look() {
            CompletableFuture<Long> moment = wanted;
            if (moment != null && hints.contains(hint) == present) {
                moment.complete(System.nanoTime());
            }
        }

        @Override
        public synchronized void closed(Status status) {
            CompletableFuture<Long> moment = wanted;
            if (moment != null) {
                moment.completeExceptionally(status.asRuntimeException());
            }
        }
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        List<Row> rows = new ArrayList<>();
        EventLoopGroup loops = new EpollEventLoopGroup(1);
        int rounds = bench.options().full() ? 1000 : 200;
        try (IdentityProcess cache = IdentityProcess.start(bench, Map.of("mcp.identity.patience", "30s"))) {
            bench.say("  a further identity");
            further(cache, loops, rounds, rows);
            if (UserId.isChangeable()) {
                bench.say("  a first identity");
                first(cache, loops, rounds, rows);
            } else {
                bench.say("  a first identity: needs root, left out");
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        return rows;
    }

    private static void further(IdentityProcess cache, EventLoopGroup loops, int rounds, List<Row> rows)
            throws Exception {
        long user = IdentityProcess.ownUser();
        put(cache, "base", user);
        Histogram added = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        Histogram removed = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        try (SocketClient client = new SocketClient(cache.socket(), loops)) {
            Waiting waiting = new Waiting();
            client.open(waiting, false);
            waiting.until("base", true).get(60, TimeUnit.SECONDS);
            for (int i = 0; i < rounds; i++) {
                String name = "w" + i;
                CompletableFuture<Long> there = waiting.until(name, true);
                long began = System.nanoTime();
                put(cache, name, user);
                added.recordValue(there.get(60, TimeUnit.SECONDS) - began);
                CompletableFuture<Long> gone = waiting.until(name, false);
                began = System.nanoTime();
                cache.operator()
                        .deleteEntry(DeleteEntryRequest.newBuilder()
                                .setTenant("shop")
                                .setName(name)
                                .build());
                removed.recordValue(gone.get(60, TimeUnit.SECONDS) - began);
            }
        }
        add(rows, "new entry → SVID at a client with a stream", added);
        add(rows, "deleted entry → client told", removed);
    }

    private static void first(IdentityProcess cache, EventLoopGroup loops, int rounds, List<Row> rows)
            throws Exception {
        Histogram first = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        for (int i = 0; i < rounds; i++) {
            long user = FIRST_USER + i;
            loops.submit(() -> UserId.become(user)).get();
            try (SocketClient client = new SocketClient(cache.socket(), loops)) {
                Waiting waiting = new Waiting();
                client.open(waiting, false);
                CompletableFuture<Long> there = waiting.until("f" + i, true);
                // It is attested and waits, once a call that comes after it on the server's loops was answered.
                cache.operator().listSvids(dev.mcp2026.proto.identity.v1.ListSvidsRequest.getDefaultInstance());
                long began = System.nanoTime();
                put(cache, "f" + i, user);
                first.recordValue(there.get(60, TimeUnit.SECONDS) - began);
            } finally {
                loops.submit(() -> UserId.become(0)).get();
            }
        }
        add(rows, "new entry → first SVID of a client that waits", first);
    }

    private static void put(IdentityProcess cache, String name, long user) {
        cache.operator()
                .putEntry(PutEntryRequest.newBuilder()
                        .setEntry(IdentityProcess.entry("shop", name, user))
                        .build());
    }

    private static void add(List<Row> rows, String metric, Histogram latencies) {
        rows.add(Row.of(metric + ", p50", "ms", latencies.getValueAtPercentile(50) / 1e6)
                .against(SPIRE, SPIRE_MS));
        rows.add(Row.of(metric + ", p99", "ms", latencies.getValueAtPercentile(99) / 1e6)
                .against(SPIRE, SPIRE_MS)
                .atMost(50, "≤ 50 ms"));
    }
}
