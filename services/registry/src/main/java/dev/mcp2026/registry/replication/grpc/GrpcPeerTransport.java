package dev.mcp2026.registry.replication.grpc;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.proto.registry.v1.CompareDigestRequest;
import dev.mcp2026.proto.registry.v1.FetchBucketRequest;
import dev.mcp2026.proto.registry.v1.ReplicationGrpc;
import dev.mcp2026.proto.registry.v1.SubscribeRequest;
import dev.mcp2026.registry.catalogue.Delta;
import dev.mcp2026.registry.catalogue.Digest;
import dev.mcp2026.registry.replication.Hello;
import dev.mcp2026.registry.replication.PeerTransport;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// One peer over gRPC. Each path has a connection of its own, made anew with each subscription.
public final class GrpcPeerTransport implements PeerTransport {
    private static final Duration UNARY_DEADLINE = Duration.ofSeconds(20);

    private final CellId self;
    private final String address;
    private final ChannelFactory channels;
    private final InstantSource wall;
    private final Map<Integer, ManagedChannel> open = new ConcurrentHashMap<>();

    public GrpcPeerTransport(CellId self, String address, ChannelFactory channels, InstantSource wall) {
        this.self = self;
        this.address = address;
        this.channels = channels;
        this.wall = wall;
    }

    @Override
    public Subscription subscribe(int path, Hello hello, Inbound inbound) {
        ManagedChannel fresh = channels.open();
        ManagedChannel before = open.put(path, fresh);
        if (before != null) {
            before.shutdownNow();
        }
        ClientSubscription subscription = new ClientSubscription(inbound, wall, fresh::shutdownNow);
        ReplicationGrpc.newStub(fresh).subscribe(subscription);
        subscription.send(
                SubscribeRequest.newBuilder().setHello(Frames.encode(hello)).build());
        return subscription;
    }

    @Override
    public Set<Integer> compareDigest(CellId origin, long[] mine) {
        CompareDigestRequest request = CompareDigestRequest.newBuilder()
                .setCell(self.value())
                .setOrigin(origin.value())
                .addAllBuckets(Arrays.stream(mine).boxed().toList())
                .build();
        return faulting(() -> new TreeSet<>(unary().compareDigest(request).getDifferingList()));
    }

    @Override
    public List<Delta> fetchBuckets(CellId origin, Set<Integer> buckets) {
        FetchBucketRequest request = FetchBucketRequest.newBuilder()
                .setCell(self.value())
                .setOrigin(origin.value())
                .addAllBuckets(buckets)
                .setBucketCount(Digest.BUCKETS)
                .build();
        return faulting(() -> {
            List<Delta> deltas = new ArrayList<>();
            unary().fetchBucket(request).forEachRemaining(page -> deltas.addAll(Frames.decode(page.getRecordsList())));
            return deltas;
        });
    }

    private ReplicationGrpc.ReplicationBlockingStub unary() {
        // Path 0 or 1, whichever is up: any connection to the peer will do.
        ManagedChannel channel = open.values().stream()
                .filter(candidate -> !candidate.isShutdown())
                .findFirst()
                .orElseGet(() -> open.computeIfAbsent(0, path -> channels.open()));
        return ReplicationGrpc.newBlockingStub(channel)
                .withDeadlineAfter(UNARY_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static <T> T faulting(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw new FaultException(GrpcFaults.fromGrpc(e), e);
        }
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public void close() {
        open.values().forEach(ManagedChannel::shutdownNow);
    }
}
