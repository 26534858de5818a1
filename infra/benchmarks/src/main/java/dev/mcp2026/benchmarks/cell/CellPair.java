package dev.mcp2026.benchmarks.cell;

import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.measure.Subject;
import dev.mcp2026.proto.registry.v1.Cell;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.wan.Direction;
import dev.mcp2026.testkit.wan.LinkShape;
import dev.mcp2026.testkit.wan.WanRelay;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Two cells that reach each other only through relays, one in front of each. A cell subscribes at its peer, so what
/// changes in cell 1 reaches cell 2 through the relay in front of cell 1, backward.
public final class CellPair implements AutoCloseable {
    private static final Duration LINK_LIMIT = Duration.ofSeconds(60);

    private final Bench bench;
    private final CellPlan firstPlan;
    private final CellPlan secondPlan;
    private final WanRelay toFirst;
    private final WanRelay toSecond;
    private @Nullable RegistryCell first;
    private @Nullable RegistryCell second;

    /// Neither is started yet.
    public CellPair(Bench bench, LinkShape shape, Map<String, String> settings) {
        this.bench = bench;
        CellPlan one = CellPlan.of("cell1").with(settings);
        CellPlan two = CellPlan.of("cell2").with(settings);
        this.toFirst = WanRelay.to(one.grpc()).shape(shape).seed(1).start();
        this.toSecond = WanRelay.to(two.grpc()).shape(shape).seed(2).start();
        this.firstPlan = one.peers("cell2=127.0.0.1:" + toSecond.address().getPort());
        this.secondPlan = two.peers("cell1=127.0.0.1:" + toFirst.address().getPort());
    }

    public RegistryCell startFirst() throws IOException {
        RegistryCell started = RegistryCell.start(bench, firstPlan);
        first = started;
        return started;
    }

    public RegistryCell startSecond() throws IOException {
        RegistryCell started = RegistryCell.start(bench, secondPlan);
        second = started;
        return started;
    }

    /// Both, with their links up and measured.
    public CellPair start() throws IOException {
        startFirst();
        startSecond();
        Await.until("both links", LINK_LIMIT, () -> linked(first(), "cell2") && linked(second(), "cell1"));
        return this;
    }

    private static boolean linked(RegistryCell cell, String peer) {
        Cell seen = cell.client().cell(peer);
        return seen.getLink().equals("CONNECTED") && seen.hasRtt();
    }

    public RegistryCell first() {
        return Objects.requireNonNull(first, "cell1 is not started");
    }

    public RegistryCell second() {
        return Objects.requireNonNull(second, "cell2 is not started");
    }

    /// Writes in cell 1, watches in cell 2.
    public Subject across() {
        return Subject.across(first().client(), second().client());
    }

    /// As cell 2 measured it, in ms.
    public double roundTripMillis() {
        var rtt = second().client().cell("cell1").getRtt();
        return rtt.getSeconds() * 1e3 + rtt.getNanos() / 1e6;
    }

    /// All that went from cell 1 to cell 2, TLS included.
    public long bytesFromFirst() {
        return toFirst.stats(Direction.BACKWARD).bytes()
                + toSecond.stats(Direction.FORWARD).bytes();
    }

    public void cut() {
        toFirst.cut();
        toSecond.cut();
    }

    public void heal() {
        toFirst.heal();
        toSecond.heal();
    }

    @Override
    public void close() {
        try (WanRelay one = toFirst;
                WanRelay two = toSecond;
                RegistryCell firstCell = first;
                RegistryCell secondCell = second) {
            bench.say("  stopping two cells");
        }
    }
}
