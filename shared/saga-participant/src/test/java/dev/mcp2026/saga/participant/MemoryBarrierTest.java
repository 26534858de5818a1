package dev.mcp2026.saga.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.limit.Limit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class MemoryBarrierTest extends BarrierConcurrencyContract<NoTransaction> {
    private final MemoryBarrier barrier = new MemoryBarrier(clock, LIMITS);
    private final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    Barrier<NoTransaction> barrier() {
        return barrier;
    }

    @Override
    Effects<NoTransaction> effects() {
        return new Effects<>() {
            @Override
            public void add(NoTransaction transaction, String text) {
                texts.add(text);
            }

            @Override
            public List<String> all() {
                return List.copyOf(texts);
            }
        };
    }

    @Test
    void fullBarrierRefusesNewSagasAndKeepsTheOldOnes() throws Exception {
        BarrierLimits two = new BarrierLimits(
                LIMITS.resultBytes(),
                new Limit("mcp.saga.participant.sagas", 2, "sagas"),
                LIMITS.records(),
                LIMITS.forgottenSagas(),
                LIMITS.attempts());
        MemoryBarrier small = new MemoryBarrier(clock, two);
        small.run(Calls.action("s1", "drain"), adds("one"));
        small.run(Calls.action("s2", "drain"), adds("two"));

        assertThatThrownBy(() -> small.run(Calls.action("s3", "drain"), adds("three")))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("mcp.saga.participant.sagas");
        assertThat(small.run(Calls.action("s1", "drain"), adds("again"))).isEqualTo(new Outcome.Done("one", true));
    }

    @Test
    void recordsOfOneSagaAreBounded() throws Exception {
        for (int step = 1; step < 40; step++) {
            run(Calls.action("s1", "step" + step), "done");
        }

        assertThatThrownBy(() -> run(Calls.action("s1", "step40"), "done"))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("mcp.saga.participant.records");
    }
}
