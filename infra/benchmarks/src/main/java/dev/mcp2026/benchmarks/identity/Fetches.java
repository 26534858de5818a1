package dev.mcp2026.benchmarks.identity;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.proto.identity.v1.DeleteEntryRequest;
import dev.mcp2026.proto.identity.v1.PutEntryRequest;
import dev.mcp2026.proto.identity.v1.RotateSvidsRequest;
import dev.mcp2026.proto.spiffe.workload.X509SVIDResponse;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// FetchX509SVID over the socket: from memory, after the SVID was dropped, and by a tenant that was never seen.
final class Fetches implements Section {
    private static final int CALLERS = 16;
    private static final String BARE = "bare gRPC";

    @Override
    public String name() {
        return "fetch";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        List<Row> rows = new ArrayList<>();
        EventLoopGroup loops = new EpollEventLoopGroup(1);
        EventLoopGroup served = new EpollEventLoopGroup(1);
        long user = IdentityProcess.ownUser();
        try (IdentityProcess cache = IdentityProcess.start(bench, Map.of())) {
            cache.operator()
                    .putEntry(PutEntryRequest.newBuilder()
                            .setEntry(IdentityProcess.entry("shop", "web", user))
                            .build());
            Duration run = Duration.ofSeconds(bench.options().full() ? 30 : 5);
            try (SocketClient first = new SocketClient(cache.socket(), loops)) {
                X509SVIDResponse answer = answer(first);
                try (BareServer bare = new BareServer(cache.socket().resolveSibling("bare.sock"), answer, served);
                        SocketClient peer = new SocketClient(cache.socket().resolveSibling("bare.sock"), loops)) {
                    bench.say("  warm-up");
                    FetchLoop.run(List.of(first), run);
                    FetchLoop.run(List.of(peer), run.dividedBy(2));
                    bench.say("  one caller");
                    FetchLoop.Result ours = FetchLoop.run(List.of(first), run);
                    FetchLoop.Result theirs = FetchLoop.run(List.of(peer), run);
                    rows.add(Row.of("fetch, warm, 1 caller, p50", "ms", ours.millis(50))
                            .against(BARE, theirs.millis(50))
                            .atMost(0.2, "≤ 0.2 ms"));
                    rows.add(Row.of("fetch, warm, 1 caller, p99", "ms", ours.millis(99))
                            .against(BARE, theirs.millis(99))
                            .atMost(1, "≤ 1 ms"));
                    rows.add(Row.of("fetch, warm, 1 caller", "fetches/s", ours.perSecond())
                            .against(BARE, theirs.perSecond()));
                    rows.add(Row.of("fetch, warm, failed", "fetches", (double) ours.failed())
                            .atMost(0, "0"));
                    bench.say("  " + CALLERS + " callers");
                    many(cache, loops, run, theirs, rows, bench);
                }
                bench.say("  cold");
                cold(cache, first, user, bench.options().full() ? 300 : 100, rows);
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            served.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        return rows;
    }

    private static void many(
            IdentityProcess cache,
            EventLoopGroup loops,
            Duration run,
            FetchLoop.Result theirs,
            List<Row> rows,
            Bench bench)
            throws Exception {
        List<SocketClient> clients = new ArrayList<>();
        List<SocketClient> peers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            clients.add(new SocketClient(cache.socket(), loops));
            peers.add(new SocketClient(cache.socket().resolveSibling("bare.sock"), loops));
        }
        FetchLoop.run(clients, run.dividedBy(3));
        FetchLoop.Result ours = FetchLoop.run(clients, run);
        FetchLoop.Result bare = FetchLoop.run(peers, run);
        String metric = "fetch, warm, " + CALLERS + " callers";
        rows.add(Row.of(metric, "fetches/s", ours.perSecond()).against(BARE, bare.perSecond()));
        rows.add(Row.of(metric + ", p50", "ms", ours.millis(50)).against(BARE, bare.millis(50)));
        rows.add(Row.of(metric + ", p99", "ms", ours.millis(99)).against(BARE, bare.millis(99)));
        rows.add(Row.of("resident memory after it", "MiB", cache.residentMiB()));
        clients.forEach(SocketClient::close);
        peers.forEach(SocketClient::close);
    }

    /// Dropped from L1: a new key and certificate, issuer and bundle at hand. A new tenant: a new issuer as well.
    private static void cold(IdentityProcess cache, SocketClient client, long user, int rounds, List<Row> rows)
            throws Exception {
        Histogram reissued = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        for (int i = 0; i < rounds; i++) {
            cache.operator().rotateSvids(RotateSvidsRequest.getDefaultInstance());
            reissued.recordValue(timed(client));
        }
        rows.add(
                Row.of("fetch, L1 empty, issuer and bundle there, p50", "ms", reissued.getValueAtPercentile(50) / 1e6));
        rows.add(
                Row.of("fetch, L1 empty, issuer and bundle there, p99", "ms", reissued.getValueAtPercentile(99) / 1e6));
        Histogram cold = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
        String before = "shop";
        String name = "web";
        for (int i = 0; i < rounds; i++) {
            cache.operator()
                    .deleteEntry(DeleteEntryRequest.newBuilder()
                            .setTenant(before)
                            .setName(name)
                            .build());
            before = "cold-" + i;
            cache.operator()
                    .putEntry(PutEntryRequest.newBuilder()
                            .setEntry(IdentityProcess.entry(before, name, user))
                            .build());
            cold.recordValue(timed(client));
        }
        rows.add(Row.of("fetch, cold: new tenant, new issuer, p50", "ms", cold.getValueAtPercentile(50) / 1e6));
        rows.add(Row.of("fetch, cold: new tenant, new issuer, p99", "ms", cold.getValueAtPercentile(99) / 1e6));
    }

    private static long timed(SocketClient client) throws Exception {
        long began = System.nanoTime();
        answer(client);
        return System.nanoTime() - began;
    }

    private static X509SVIDResponse answer(SocketClient client) throws Exception {
        CompletableFuture<X509SVIDResponse> first = new CompletableFuture<>();
        var call = client.open(
                new SocketClient.Heard() {
                    @Override
                    public void message(X509SVIDResponse message) {
                        first.complete(message);
                    }

                    @Override
                    public void closed(io.grpc.Status status) {
                        first.completeExceptionally(status.asRuntimeException());
                    }
                },
                true);
        X509SVIDResponse answer = first.get(60, TimeUnit.SECONDS);
        call.cancel("read", null);
        return answer;
    }
}
