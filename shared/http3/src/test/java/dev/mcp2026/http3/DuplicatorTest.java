package dev.mcp2026.http3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.limit.Limit;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DuplicatorTest {
    private static final InetSocketAddress LOSSY = new InetSocketAddress("10.0.0.1", 443);
    private static final InetSocketAddress GOOD = new InetSocketAddress("10.0.0.2", 443);
    private static final int BYTES = 1000;
    private static final long RATE = 80_000;

    private final Duplication rules = new Duplication(
            0.005,
            2,
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMillis(3),
            new Limit("copies", RATE, "bytes/s"));
    private final Duplicator duplicator = new Duplicator(rules);
    private final EmbeddedChannel socket = new EmbeddedChannel(duplicator);

    private static DatagramPacket packet(InetSocketAddress to) {
        return new DatagramPacket(Unpooled.buffer(BYTES).writeZero(BYTES), to);
    }

    private List<DatagramPacket> sent() {
        List<DatagramPacket> all = new ArrayList<>();
        for (@Nullable DatagramPacket each = socket.readOutbound(); each != null; each = socket.readOutbound()) {
            all.add(each);
        }
        return all;
    }

    private List<DatagramPacket> later() {
        socket.advanceTimeBy(rules.delay().toNanos(), TimeUnit.NANOSECONDS);
        socket.runScheduledPendingTasks();
        return sent();
    }

    @Test
    void toALossyPeerAPacketGoesOnceMoreALittleLater() {
        duplicator.mark(LOSSY, true);
        socket.freezeTime();
        DatagramPacket packet = packet(LOSSY);
        socket.writeOutbound(packet);
        assertThat(sent()).containsExactly(packet);
        List<DatagramPacket> copies = later();
        assertThat(copies).hasSize(1);
        assertThat(copies.getFirst().content()).isEqualTo(packet.content());
        assertThat(copies.getFirst().recipient()).isEqualTo(LOSSY);
        assertThat(later()).isEmpty();
        copies.forEach(DatagramPacket::release);
        assertThat(packet.release()).as("nobody else holds it").isTrue();
    }

    @Test
    void othersGoOnce() {
        duplicator.mark(LOSSY, true);
        socket.writeOutbound(packet(GOOD));
        duplicator.mark(LOSSY, false);
        socket.writeOutbound(packet(LOSSY));
        assertThat(sent()).hasSize(2);
        assertThat(later()).isEmpty();
    }

    @Test
    void datagramsForTheKernelToCutStayThat() {
        duplicator.mark(LOSSY, true);
        socket.freezeTime();
        socket.writeOutbound(new SegmentedDatagramPacket(Unpooled.buffer(BYTES).writeZero(BYTES), 100, LOSSY));
        sent();
        assertThat(later())
                .singleElement()
                .isInstanceOfSatisfying(
                        SegmentedDatagramPacket.class,
                        copy -> assertThat(copy.segmentSize()).isEqualTo(100));
    }

    @Test
    void noMoreThanTheRateAllowsIsCopied() {
        duplicator.mark(LOSSY, true);
        socket.freezeTime();
        for (int i = 0; i < 1000; i++) {
            socket.writeOutbound(packet(LOSSY));
        }
        sent();
        // A burst, and what time has added since.
        assertThat(later().size() * BYTES).isBetween((int) RATE / 10, (int) RATE / 2);
    }

    @Test
    void copiesThatWaitAreReleasedWithTheSocket() {
        duplicator.mark(LOSSY, true);
        socket.freezeTime();
        DatagramPacket packet = packet(LOSSY);
        socket.writeOutbound(packet);
        sent();
        socket.pipeline().remove(duplicator);
        assertThat(packet.refCnt()).isEqualTo(1);
    }
}
