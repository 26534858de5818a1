package dev.mcp2026.benchmarks.identity;

import dev.mcp2026.proto.spiffe.workload.X509SVIDRequest;
import dev.mcp2026.proto.spiffe.workload.X509SVIDResponse;
import io.grpc.ClientCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Fetches, one after the other by each caller: a stream is opened, its first message read, the stream cancelled.
final class FetchLoop {
    private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private FetchLoop() {}

    /// @param latencies nanoseconds
    record Result(Histogram latencies, int failed, Duration took) {
        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e6;
        }

        double perSecond() {
            return latencies.getTotalCount() / (took.toNanos() / 1e9);
        }
    }

    /// @param clients one caller each
    static Result run(List<SocketClient> clients, Duration time) throws InterruptedException {
        Histogram latencies = new ConcurrentHistogram(HIGHEST_NANOS, 3);
        AtomicInteger failed = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(clients.size());
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        List<Caller> callers = new ArrayList<>();
        for (SocketClient client : clients) {
            callers.add(new Caller(client, latencies, failed, done, end));
        }
        callers.forEach(Caller::next);
        if (!done.await(time.toSeconds() + 60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("fetches did not end");
        }
        return new Result(latencies, failed.get(), Duration.ofNanos(System.nanoTime() - begin));
    }

    private static final class Caller implements SocketClient.Heard {
        private final SocketClient client;
        private final Histogram latencies;
        private final AtomicInteger failed;
        private final CountDownLatch done;
        private final long end;
        private long began;
        private volatile boolean answered;
        private volatile @Nullable ClientCall<X509SVIDRequest, X509SVIDResponse> call;

        Caller(SocketClient client, Histogram latencies, AtomicInteger failed, CountDownLatch done, long end) {
            this.client = client;
            this.latencies = latencies;
            this.failed = failed;
            this.done = done;
            this.end = end;
        }

        void next() {
            if (System.nanoTime() >= end) {
                done.countDown();
                return;
            }
            answered = false;
            call = null;
            began = System.nanoTime();
            ClientCall<X509SVIDRequest, X509SVIDResponse> mine = client.open(this, true);
            call = mine;
            if (answered) {
                // The answer came before there was a call to end.
                mine.cancel("read", null);
            }
        }

        @Override
        public void message(X509SVIDResponse message) {
            if (!answered) {
                answered = true;
                latencies.recordValue(System.nanoTime() - began);
                ClientCall<X509SVIDRequest, X509SVIDResponse> mine = call;
                if (mine != null) {
                    mine.cancel("read", null);
                }
            }
        }

        @Override
        public void closed(Status status) {
            if (!answered) {
                failed.incrementAndGet();
            }
            next();
        }
    }
}
