package dev.mcp2026.identity.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriberTest {
    private final List<WorkloadUpdate> heard = new ArrayList<>();
    private final WorkloadUpdate first = Samples.update(Samples.svid(Samples.WEB));
    private final WorkloadUpdate second = Samples.update(Samples.svid(Samples.BATCH));

    @Test
    void hearsNothingOlderThanItHeard() {
        Subscriber subscriber = new Subscriber(heard::add);
        subscriber.offer(2, second);
        subscriber.offer(1, first);
        assertThat(heard).containsExactly(second);
    }

    @Test
    void hearsTheNextAfterAFailure() {
        Subscriber subscriber = new Subscriber(update -> {
            heard.add(update);
            throw new IllegalStateException("a bug");
        });
        subscriber.offer(1, first);
        subscriber.offer(2, second);
        assertThat(heard).containsExactly(first, second);
    }

    @Test
    void hearsNothingOnceItIsClosed() {
        Subscriber subscriber = new Subscriber(heard::add);
        subscriber.close();
        subscriber.offer(1, first);
        assertThat(heard).isEmpty();
    }
}
