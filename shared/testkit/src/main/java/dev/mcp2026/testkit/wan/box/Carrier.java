package dev.mcp2026.testkit.wan.box;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.mcp2026.testkit.wan.Link;
import dev.mcp2026.testkit.wan.PacketQueue;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/// The thread that takes packets from the nodes' devices and hands each over at its time. It runs before ordinary
/// threads where that is allowed: what it measures out would else depend on the load of the machine.
final class Carrier implements Runnable {
    /// Packets taken from one node before the others have their turn.
    private static final int BURST = 64;
    /// How soon a stop is noticed on a silent network.
    private static final long WAIT_MAX_NANOS = 20_000_000;
    /// struct pollfd: descriptor, wanted events, seen events.
    private static final int POLLFD_BYTES = 8;

    private static final long EVENTS = 4;
    private static final long SEEN = 6;
    private static final short POLLIN = 1;
    private static final int TIMESPEC_BYTES = 16;
    private static final long NANOS = 1_000_000_000;

    private final List<Tun> devices;
    private final Addresses addresses;
    /// Of the way from the first index to the second.
    private final List<List<PacketQueue<Tun>>> ways;

    private volatile boolean stopped;

    /// @param links of the way from the first index to the second
    Carrier(List<Tun> devices, Addresses addresses, List<List<Link>> links, long seed) {
        this.devices = List.copyOf(devices);
        this.addresses = addresses;
        SplittableRandom seeds = new SplittableRandom(seed);
        List<List<PacketQueue<Tun>>> queues = new ArrayList<>();
        for (List<Link> from : links) {
            queues.add(from.stream()
                    .map(link -> new PacketQueue<Tun>(link, seeds.split()))
                    .toList());
        }
        this.ways = List.copyOf(queues);
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        Libc.runFirst();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            MemorySegment time = arena.allocate(TIMESPEC_BYTES);
            MemorySegment polled = arena.allocate((long) POLLFD_BYTES * devices.size());
            for (int i = 0; i < devices.size(); i++) {
                polled.set(JAVA_INT, (long) i * POLLFD_BYTES, devices.get(i).descriptor());
                polled.set(JAVA_SHORT, (long) i * POLLFD_BYTES + EVENTS, POLLIN);
            }
            while (!stopped) {
                long wait = Math.clamp(nextEvent() - System.nanoTime(), 0, WAIT_MAX_NANOS);
                time.set(JAVA_LONG, 0, wait / NANOS);
                time.set(JAVA_LONG, Long.BYTES, wait % NANOS);
                Libc.ppoll(state, polled, devices.size(), time);
                for (int i = 0; i < devices.size(); i++) {
                    if (polled.get(JAVA_SHORT, (long) i * POLLFD_BYTES + SEEN) != 0) {
                        take(i);
                    }
                }
                deliver();
            }
        } catch (IOException broken) {
            if (!stopped) {
                throw new IllegalStateException("the WAN box stopped carrying packets: " + broken.getMessage(), broken);
            }
        }
    }

    private long nextEvent() {
        long next = System.nanoTime() + WAIT_MAX_NANOS;
        for (List<PacketQueue<Tun>> from : ways) {
            for (PacketQueue<Tun> way : from) {
                next = Math.min(next, way.nextEvent());
            }
        }
        return next;
    }

    private void take(int from) throws IOException {
        Tun device = devices.get(from);
        for (int i = 0; i < BURST; i++) {
            byte[] packet = device.read();
            if (packet == null) {
                return;
            }
            OptionalInt to = addresses.destination(packet);
            if (to.isPresent()) {
                ways.get(from).get(to.getAsInt()).offer(System.nanoTime(), devices.get(to.getAsInt()), packet);
            }
        }
    }

    private void deliver() throws IOException {
        for (List<PacketQueue<Tun>> from : ways) {
            for (PacketQueue<Tun> way : from) {
                PacketQueue.Packet<Tun> due = way.poll(System.nanoTime());
                while (due != null) {
                    due.to().write(due.payload());
                    due = way.poll(System.nanoTime());
                }
            }
        }
    }
}
