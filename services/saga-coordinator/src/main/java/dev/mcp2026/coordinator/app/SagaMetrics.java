package dev.mcp2026.coordinator.app;

import dev.mcp2026.coordinator.breaker.BreakerListener;
import dev.mcp2026.coordinator.breaker.Breakers;
import dev.mcp2026.coordinator.drive.Driver;
import dev.mcp2026.coordinator.drive.SagaListener;
import dev.mcp2026.coordinator.log.Recorded;
import dev.mcp2026.coordinator.lra.drive.LraKeeper;
import dev.mcp2026.coordinator.saga.SagaEvent;
import dev.mcp2026.coordinator.saga.Side;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/// What the dashboards show of sagas.
@Singleton
public class SagaMetrics implements SagaListener, BreakerListener {
    private static final double MEDIAN = 0.5;
    private static final double TAIL = 0.99;

    private final MeterRegistry meters;
    private final Timer completed;
    private final Timer compensated;
    private final Timer recovery;
    private final Counter opened;
    private final Counter prevented;

    SagaMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.completed = ended("completed");
        this.compensated = ended("compensated");
        this.recovery = Timer.builder("mcp.saga.breaker.recovery")
                .description("from a breaker's opening to the first trial that was answered")
                .publishPercentiles(MEDIAN, TAIL)
                .register(meters);
        this.opened = Counter.builder("mcp.saga.breaker.opened")
                .description("times that a breaker opened")
                .register(meters);
        this.prevented = Counter.builder("mcp.saga.breaker.prevented")
                .description("calls that an open breaker did not let through")
                .register(meters);
    }

    private Timer ended(String how) {
        return Timer.builder("mcp.saga.ended")
                .tag("phase", how)
                .description("sagas that have ended, and how long they took")
                .publishPercentiles(MEDIAN, TAIL)
                .register(meters);
    }

    /// To be called once.
    void show(Driver driver, Breakers breakers, LraKeeper lras) {
        Gauge.builder("mcp.saga.lras.open", lras, LraKeeper::open)
                .description("long running actions that are looked after here and have not ended")
                .register(meters);
        Gauge.builder("mcp.saga.breakers.open", breakers, Breakers::open)
                .description("participants whose breaker is open")
                .register(meters);
        Gauge.builder("mcp.saga.open", driver, Driver::open)
                .description("sagas that are driven here")
                .register(meters);
        Gauge.builder("mcp.saga.stuck", driver, Driver::stuck)
                .description("of them those that wait for a person")
                .register(meters);
        Gauge.builder("mcp.saga.shards", driver, owner -> owner.owned().size())
                .description("shards that this coordinator owns")
                .register(meters);
    }

    @Override
    public void changed(Recorded before, Recorded after) {
        List<Recorded.Happened> all = after.events();
        all.subList(Math.min(before.events().size(), all.size()), all.size())
                .forEach(happened -> count(after, happened));
    }

    private void count(Recorded saga, Recorded.Happened happened) {
        switch (happened.event()) {
            case SagaEvent.Succeeded _ -> call(Side.ACTION, "done");
            case SagaEvent.Refused _ -> call(Side.ACTION, "refused");
            case SagaEvent.Abandoned _ -> call(Side.ACTION, "abandoned");
            case SagaEvent.Undone _ -> call(Side.COMPENSATION, "done");
            case SagaEvent.Failed failed -> call(failed.side(), "failed");
            case SagaEvent.DeadLettered dead -> call(dead.side(), "dead");
            case SagaEvent.Skipped skipped -> call(skipped.side(), "skipped");
            case SagaEvent.Completed _ -> completed.record(Duration.between(saga.started(), happened.at()));
            case SagaEvent.Compensated _ -> compensated.record(Duration.between(saga.started(), happened.at()));
            case SagaEvent.Begun _, SagaEvent.Turned _, SagaEvent.UndoBegun _, SagaEvent.Retried _ -> {}
        }
    }

    private void call(Side side, String result) {
        meters.counter(
                        "mcp.saga.calls",
                        "side",
                        switch (side) {
                            case ACTION -> "action";
                            case COMPENSATION -> "compensation";
                        },
                        "result",
                        result)
                .increment();
    }

    @Override
    public void opened(String participant) {
        opened.increment();
    }

    @Override
    public void closed(String participant, Duration after) {
        recovery.record(after);
    }

    @Override
    public void prevented(String participant) {
        prevented.increment();
    }
}
