package dev.mcp2026.benchmarks.mesh.load;

import dev.mcp2026.proto.mesh.v1.ListPathsRequest;
import dev.mcp2026.proto.mesh.v1.ListPathsResponse;
import dev.mcp2026.proto.mesh.v1.MeshGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Begins an idempotent call every 10 ms, whatever became of those before, as many callers together do.
final class BeatingCalls {
    static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final long BEAT_MILLIS = 2;
    private static final int LOST_MAX = 10;

    private final Channel channel;
    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor();
    private final Phaser open = new Phaser(1);
    private final Map<String, Long> ends = new TreeMap<>();
    private final List<String> lost = new ArrayList<>();
    private long cut; // 0: none yet
    private long flowingAfter = CallsOfMember.NOT_YET;

    BeatingCalls(Channel channel) {
        this.channel = channel;
    }

    void start() {
        var unused = beat.scheduleAtFixedRate(this::begin, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Returns when all calls have ended.
    void stop() {
        beat.close();
        open.arriveAndAwaitAdvance();
    }

    private void begin() {
        open.register();
        ClientCalls.asyncUnaryCall(
                channel.newCall(
                        MeshGrpc.getListPathsMethod(),
                        CallOptions.DEFAULT.withDeadlineAfter(DEADLINE.toNanos(), TimeUnit.NANOSECONDS)),
                ListPathsRequest.getDefaultInstance(),
                new OneCall());
    }

    private synchronized void ended(Status status, long began) {
        long now = System.nanoTime();
        ends.merge(status.getCode().name(), 1L, Long::sum);
        if (!status.isOk() && lost.size() < LOST_MAX) {
            lost.add("%+d ms from the cut, after %d ms: %s"
                    .formatted((began - cut) / 1_000_000, (now - began) / 1_000_000, status));
        }
        if (status.isOk() && began - cut > 0 && flowingAfter == CallsOfMember.NOT_YET) {
            flowingAfter = now - cut;
        }
        open.arriveAndDeregister();
    }

    /// The cut that is asked about from now on; to be told before calls come back.
    synchronized void cutAt(long nanos) {
        if (cut == 0) {
            // What was before the first cut was warming up.
            ends.clear();
            lost.clear();
        }
        if (nanos != cut) {
            cut = nanos;
            flowingAfter = CallsOfMember.NOT_YET;
        }
    }

    synchronized CallsOfMember state(String way, boolean spare) {
        return new CallsOfMember(way, spare, flowingAfter, ends, lost);
    }

    private final class OneCall implements StreamObserver<ListPathsResponse> {
        private final long began = System.nanoTime();

        @Override
        public void onNext(ListPathsResponse answer) {
            // Only its end counts.
        }

        @Override
        public void onError(Throwable failure) {
            ended(Status.fromThrowable(failure), began);
        }

        @Override
        public void onCompleted() {
            ended(Status.OK, began);
        }
    }
}
