package dev.mcp2026.registry.health.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineWheelTest {
    private static final long TICK = 10;

    private static final class Item extends Timed {
        long wanted = NEVER;
    }

    private final DeadlineWheel<Item> wheel = new DeadlineWheel<>(Duration.ofNanos(TICK), 16, 0);
    private final List<Item> fired = new ArrayList<>();

    private void advance(long now) {
        wheel.advance(now, fired::add);
    }

    @Test
    void firesOnceAndNeverEarly() {
        Item item = new Item();
        wheel.set(item, 25);
        advance(24);
        assertThat(fired).isEmpty();
        advance(35);
        advance(1000);
        assertThat(fired).containsExactly(item);
    }

    @Test
    void aLaterDeadlineMovesIt() {
        Item item = new Item();
        wheel.set(item, 25);
        wheel.set(item, 95);
        advance(90);
        assertThat(fired).isEmpty();
        advance(110);
        assertThat(fired).containsExactly(item);
    }

    @Test
    void anEarlierDeadlineMovesIt() {
        Item item = new Item();
        wheel.set(item, 95);
        wheel.set(item, 25);
        advance(40);
        advance(400);
        assertThat(fired).containsExactly(item);
    }

    @Test
    void aClearedDeadlineNeverFires() {
        Item item = new Item();
        wheel.set(item, 25);
        wheel.set(item, Timed.NEVER);
        advance(4000);
        assertThat(fired).isEmpty();
        assertThat(wheel.nextNanos()).isEqualTo(Timed.NEVER);
    }

    @Test
    void deadlinesBeyondOneTurnWait() {
        Item item = new Item();
        wheel.set(item, 1005);
        for (long now = 0; now < 1005; now += 7) {
            advance(now);
        }
        assertThat(fired).isEmpty();
        advance(1020);
        assertThat(fired).containsExactly(item);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithAPlainListUnderRandomMoves(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            items.add(new Item());
        }
        long now = 0;
        for (int step = 0; step < 5_000; step++) {
            Item item = items.get(random.nextInt(items.size()));
            item.wanted = random.nextInt(8) == 0 ? Timed.NEVER : now + 1 + random.nextInt(600);
            wheel.set(item, item.wanted);
            if (random.nextInt(3) == 0) {
                now += random.nextInt(random.nextInt(50) == 0 ? 900 : 30);
                fired.clear();
                advance(now);
                for (Item each : items) {
                    boolean mustHave = each.wanted <= now - TICK;
                    boolean mayHave = each.wanted <= now;
                    if (fired.contains(each)) {
                        assertThat(mayHave).as("seed %d: early", seed).isTrue();
                        each.wanted = Timed.NEVER;
                    } else {
                        assertThat(mustHave).as("seed %d: missed", seed).isFalse();
                    }
                }
                assertThat(fired).doesNotHaveDuplicates();
            }
        }
    }
}
