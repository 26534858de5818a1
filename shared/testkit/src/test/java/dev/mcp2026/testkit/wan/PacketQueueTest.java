package dev.mcp2026.testkit.wan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacketQueueTest {
    private static final int COUNT = 10_000;
    private static final LinkShape ROUGH =
            LinkShape.delayed(Duration.ofMillis(20)).withJitter(Duration.ofMillis(10));

    @Test
    void jitterStaysInItsBandAndKeepsOrder() {
        List<PacketQueue.Packet<String>> arrived = through(new Link(ROUGH), 50_000_000);
        assertThat(numbers(arrived)).isEqualTo(IntStream.range(0, COUNT).boxed().toList());
        for (PacketQueue.Packet<String> packet : arrived) {
            assertThat(packet.dueAt() - packet.number() * 50_000_000).isBetween(10_000_000L, 30_000_000L);
        }
    }

    @Test
    void lossTakesItsShare() {
        Link link = new Link(ROUGH.withLoss(0.1));
        assertThat(through(link, 1_000).size()).isBetween(COUNT * 88 / 100, COUNT * 92 / 100);
        assertThat(link.stats().lost() + through(link, 1_000).size()).isGreaterThan(COUNT / 2);
        assertThat(link.stats().packets()).isEqualTo(2 * COUNT);
    }

    @Test
    void reorderedPacketsAreOvertaken() {
        List<Integer> order = numbers(through(new Link(ROUGH.withReorder(0.1)), 100_000));
        assertThat(order).hasSize(COUNT).isNotEqualTo(order.stream().sorted().toList());
        long overtaken = IntStream.range(1, order.size())
                .filter(i -> order.get(i) < order.get(i - 1))
                .count();
        assertThat(overtaken).isBetween(COUNT / 25L, COUNT / 8L);
    }

    @Test
    void aCutLinkDropsEverything() {
        Link link = new Link(ROUGH);
        link.up(false);
        assertThat(through(link, 1_000)).isEmpty();
        assertThat(link.stats().lost()).isEqualTo(COUNT);
    }

    @Test
    void theSameSeedLosesTheSamePackets() {
        LinkShape lossy = ROUGH.withLoss(0.3).withReorder(0.1);
        assertThat(numbers(through(new Link(lossy), 1_000))).isEqualTo(numbers(through(new Link(lossy), 1_000)));
    }

    private static List<PacketQueue.Packet<String>> through(Link link, long spacingNanos) {
        PacketQueue<String> queue = new PacketQueue<>(link, new SplittableRandom(11));
        for (int i = 0; i < COUNT; i++) {
            queue.offer(i * spacingNanos, "a", new byte[] {(byte) (i >> 8), (byte) i});
        }
        List<PacketQueue.Packet<String>> arrived = new ArrayList<>();
        for (PacketQueue.Packet<String> p = queue.poll(queue.nextEvent());
                p != null;
                p = queue.poll(queue.nextEvent())) {
            arrived.add(p);
        }
        return arrived;
    }

    private static List<Integer> numbers(List<PacketQueue.Packet<String>> packets) {
        return packets.stream()
                .map(p -> (p.payload()[0] & 255) << 8 | p.payload()[1] & 255)
                .toList();
    }
}
