package dev.mcp2026.benchmarks.mesh.load;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/// Probes at a fixed pace, whatever becomes of those before.
final class Probes {
    /// Ten times as often as a router probes, so that a short run sees as many as its window holds.
    static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int DATAGRAM_BYTES = 64;

    private final long[] sent;
    private final AtomicLongArray roundTrips;

    private Probes(Order order) {
        int count = (int) Math.max(1, TimeUnit.MILLISECONDS.toNanos(order.millis()) / PERIOD_NANOS);
        sent = new long[count];
        roundTrips = new AtomicLongArray(
                LongStream.generate(() -> Outcome.LOST).limit(count).toArray());
    }

    /// As calls: TCP sends again what was lost, so that a loss is a late answer.
    static Outcome byCalls(Channel channel, Order order) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(
                2 * ANSWER_NANOS + TimeUnit.MILLISECONDS.toNanos(order.millis()), TimeUnit.NANOSECONDS);
        Probes probes = new Probes(order);
        probes.send(number -> ClientCalls.asyncUnaryCall(
                channel.newCall(Echo.UNARY, options), new byte[order.bytes()], probes.new Answer(number)));
        LockSupport.parkNanos(ANSWER_NANOS);
        return probes.outcome(order);
    }

    /// As UDP datagrams to an echo beside the server, the size of a small QUIC packet.
    static Outcome byDatagrams(InetSocketAddress echo, Order order) throws IOException {
        Probes probes = new Probes(order);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(ANSWER_NANOS));
            Thread receiver = Thread.ofPlatform().daemon().start(() -> probes.receive(socket));
            probes.send(number -> {
                byte[] bytes =
                        ByteBuffer.allocate(DATAGRAM_BYTES).putInt(number).array();
                socket.send(new DatagramPacket(bytes, bytes.length, echo));
            });
            receiver.join(TimeUnit.NANOSECONDS.toMillis(2 * ANSWER_NANOS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return probes.outcome(order);
    }

    private void send(Sender sender) {
        long start = System.nanoTime();
        for (int i = 0; i < sent.length; i++) {
            LockSupport.parkNanos(start + i * PERIOD_NANOS - System.nanoTime());
            sent[i] = System.nanoTime();
            try {
                sender.send(i);
            } catch (IOException lost) {
                // As on the way: it has no answer.
            }
        }
    }

    private void receive(DatagramSocket socket) {
        byte[] buffer = new byte[DATAGRAM_BYTES];
        try {
            while (true) {
                socket.receive(new DatagramPacket(buffer, buffer.length));
                answered(ByteBuffer.wrap(buffer).getInt());
            }
        } catch (SocketTimeoutException noMore) {
            // The last one was answered long ago, or never.
        } catch (IOException closed) {
            // So is the order.
        }
    }

    private void answered(int number) {
        roundTrips.compareAndSet(number, Outcome.LOST, System.nanoTime() - sent[number]);
    }

    private Outcome outcome(Order order) {
        List<Long> all = LongStream.range(0, sent.length)
                .mapToObj(i -> roundTrips.get((int) i))
                .toList();
        return new Outcome("", Map.of(), order.millis() / 1e3, 0, 0, all);
    }

    private interface Sender {
        void send(int number) throws IOException;
    }

    private final class Answer implements StreamObserver<byte[]> {
        private final int number;

        Answer(int number) {
            this.number = number;
        }

        @Override
        public void onNext(byte[] message) {
            answered(number);
        }

        @Override
        public void onError(Throwable failure) {
            // It has no answer.
        }

        @Override
        public void onCompleted() {
            // The answer said it all.
        }
    }
}
