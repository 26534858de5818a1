package dev.mcp2026.benchmarks.saga;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Sagas over two HTTP participants, from start to known end.
final class Completed implements Section {
    private static final String PEER = "Narayana LRA";
    private static final List<Integer> CLIENTS = List.of(1, 4, 32);
    private static final int MOST = 32;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    /// Quick runs have three minutes for all sections.
    private static final int WARM_UPS_QUICK = 4;
    private static final int WARM_UPS_FULL = 12;
    private static final double TIMES = 10;

    @Override
    public String name() {
        return "completed";
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        List<Row> rows = new ArrayList<>();
        Duration span = Duration.ofSeconds(bench.options().full() ? 30 : 5);
        int warmUps = bench.options().full() ? WARM_UPS_FULL : WARM_UPS_QUICK;
        Vertx vertx = Vertx.vertx();
        try (Shop stock = new Shop(vertx);
                Shop accounts = new Shop(vertx);
                SagaProcess ours = SagaProcess.start(bench, stock.address() + "," + accounts.address(), "");
                NarayanaProcess peer = NarayanaProcess.start(bench, vertx)) {
            List<Shop> shops = List.of(stock, accounts);
            String definition = definition(stock, accounts);
            ClosedLoop.Once saga = () -> {
                if (ours.run(definition) != SagaPhase.SAGA_PHASE_COMPLETED) {
                    throw new IllegalStateException("a saga was not completed");
                }
            };
            ClosedLoop.Once lra = () -> peer.run(shops);
            ours.start(definition);
            int warm = ClosedLoop.warm(MOST, WARM_UP, warmUps, saga);
            int peerWarm = ClosedLoop.warm(MOST, WARM_UP, warmUps, lra);
            bench.say("  warm-up took " + WARM_UP.multipliedBy(warm).toSeconds() + " s, the peer's "
                    + WARM_UP.multipliedBy(peerWarm).toSeconds() + " s");
            for (int clients : CLIENTS) {
                bench.say("  " + clients + " clients");
                Cpu all = Cpu.ours();
                Cpu coordinator = Cpu.of(ours.pid());
                ClosedLoop.Result mine = ClosedLoop.run(clients, span, saga);
                double cpu = coordinator.millisEach(mine.count());
                double around = all.millisEach(mine.count());
                Cpu peerAll = Cpu.ours();
                Cpu peerCoordinator = Cpu.of(peer.pid());
                ClosedLoop.Result theirs = ClosedLoop.run(clients, span, lra);
                String at = ", " + clients + (clients == 1 ? " client" : " clients");
                Row completed =
                        Row.of("completed" + at, "sagas/s", mine.perSecond()).against(PEER, theirs.perSecond());
                rows.add(clients == MOST ? completed.ratioAtLeast(TIMES, "≥ 10 ×") : completed);
                rows.add(Row.of("start to end" + at + ", p50", "ms", mine.millis(50))
                        .against(PEER, theirs.millis(50)));
                rows.add(Row.of("start to end" + at + ", p99", "ms", mine.millis(99))
                        .against(PEER, theirs.millis(99))
                        .ratioAtMost(1, "lower"));
                if (clients == MOST) {
                    rows.add(Row.of("processor time of the coordinator, each" + at, "ms", cpu)
                            .against(PEER, peerCoordinator.millisEach(theirs.count())));
                    rows.add(Row.of("the same of clients and participants" + at, "ms", around)
                            .against(PEER, peerAll.millisEach(theirs.count())));
                    rows.addAll(lras(ours.lra(vertx), shops, span, warmUps, theirs));
                }
            }
            rows.add(Row.of("resident memory after it", "MiB", ours.residentMiB())
                    .against(PEER, peer.residentMiB()));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        return rows;
    }

    /// The very same work: LRAs, of which ours come over mutual TLS.
    private static List<Row> lras(
            LraClient client, List<Shop> shops, Duration span, int warmUps, ClosedLoop.Result theirs) throws Exception {
        try (client) {
            ClosedLoop.Once lra = () -> client.run(shops);
            ClosedLoop.warm(MOST, WARM_UP, warmUps, lra);
            ClosedLoop.Result mine = ClosedLoop.run(MOST, span, lra);
            return List.of(
                    Row.of("closed LRAs, " + MOST + " clients", "LRAs/s", mine.perSecond())
                            .against(PEER, theirs.perSecond()),
                    Row.of("start to end of an LRA, " + MOST + " clients, p99", "ms", mine.millis(99))
                            .against(PEER, theirs.millis(99)));
        }
    }

    private static String definition(Shop stock, Shop accounts) {
        return """
                apiVersion: mcp2026/v1
                kind: Saga
                metadata: { name: order }
                spec:
                  input: { item: bicycle, quantity: 1, account: ada, amount: 120 }
                  steps:
                    - step: reserve
                      action: { http: { url: 'http://%1$s/action', body: { item: '${input.item}' } } }
                      compensation: { http: { url: 'http://%1$s/compensate' } }
                    - step: charge
                      action: { http: { url: 'http://%2$s/action', body: { account: '${input.account}' } } }
                      compensation: { http: { url: 'http://%2$s/compensate' } }
                """.formatted(stock.address(), accounts.address());
    }
}
