package dev.mcp2026.registry.replication.grpc;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.proto.registry.v1.CompareDigestRequest;
import dev.mcp2026.proto.registry.v1.CompareDigestResponse;
import dev.mcp2026.proto.registry.v1.FetchBucketRequest;
import dev.mcp2026.proto.registry.v1.FetchBucketResponse;
import dev.mcp2026.proto.registry.v1.ReplicationGrpc;
import dev.mcp2026.proto.registry.v1.SubscribeRequest;
import dev.mcp2026.proto.registry.v1.SubscribeResponse;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Digest;
import dev.mcp2026.registry.operations.Access;
import dev.mcp2026.registry.replication.Replicator;
import dev.mcp2026.registry.watch.CallExecutors;
import dev.mcp2026.registry.watch.StreamQuota;
import dev.mcp2026.registry.watch.StreamQuotas;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.time.InstantSource;
import java.util.Set;

/// The server side of replication. Only cells of the trust domain may call it.
@GrpcService
public class ReplicationEndpoint extends ReplicationGrpc.ReplicationImplBase {
    private static final Limit BUCKETS = new Limit("mcp.registry.limits.buckets", Digest.BUCKETS, "buckets");

    private final Access access;
    private final Catalogue catalogue;
    private final Replicator replicator;
    private final InstantSource wall;
    private final Version version;
    private final CallExecutors executors;
    private final StreamQuota subscriptions;

    /// The product's version, told to peers.
    public record Version(String value) {}

    public ReplicationEndpoint(
            Access access,
            Catalogue catalogue,
            Replicator replicator,
            InstantSource wall,
            Version version,
            CallExecutors executors,
            StreamQuotas streams) {
        this.access = access;
        this.catalogue = catalogue;
        this.replicator = replicator;
        this.wall = wall;
        this.version = version;
        this.executors = executors;
        this.subscriptions = streams.subscriptions();
    }

    @Override
    public StreamObserver<SubscribeRequest> subscribe(StreamObserver<SubscribeResponse> responses) {
        return new ServerSubscription(
                catalogue,
                (ServerCallStreamObserver<SubscribeResponse>) responses,
                wall,
                version.value(),
                this::place,
                hello -> admit(hello.cell()),
                replicator::unheard,
                executors.ofThisCall());
    }

    /// Whoever may not replicate is refused before it says hello: an open stream costs something too.
    private StreamQuota.Place place() {
        access.require(Access.Right.REPLICATE, null);
        return subscriptions.admit(access.tenant(), access.principal());
    }

    /// A cell speaks for itself alone.
    private void admit(CellId claimed) {
        access.require(Access.Right.REPLICATE, null);
        CellId proven = access.cell();
        if (!claimed.equals(proven)) {
            throw Faults.of(
                    FaultKind.PERMISSION_DENIED,
                    "the certificate is of " + access.principal() + ", the message says cell " + claimed,
                    "give each cell its own certificate");
        }
    }

    @Override
    public void compareDigest(CompareDigestRequest request, StreamObserver<CompareDigestResponse> response) {
        admit(new CellId(request.getCell()));
        CellId origin = new CellId(request.getOrigin());
        requireComplete(origin);
        long[] theirs = Frames.buckets(request.getBucketsList());
        long[] ours = catalogue.digest(origin);
        CompareDigestResponse.Builder answer = CompareDigestResponse.newBuilder();
        for (int i = 0; i < ours.length; i++) {
            if (ours[i] != theirs[i]) {
                answer.addDiffering(i);
            }
        }
        response.onNext(answer.build());
        response.onCompleted();
    }

    /// Straight after a start our own records may still be on their way back from peers; a digest
    /// of what we hold then
    /// would tell them to forget the rest.
    private void requireComplete(CellId origin) {
        if (origin.equals(catalogue.self()) && !replicator.complete()) {
            throw Faults.of(
                    FaultKind.UNAVAILABLE,
                    "this cell has just started and is still collecting its records",
                    "ask again");
        }
    }

    @Override
    public void fetchBucket(FetchBucketRequest request, StreamObserver<FetchBucketResponse> response) {
        admit(new CellId(request.getCell()));
        CellId origin = new CellId(request.getOrigin());
        requireComplete(origin);
        BUCKETS.check("buckets", request.getBucketsCount());
        if (request.getBucketCount() != Digest.BUCKETS) {
            throw Faults.invalid(
                    "bucket_count", request.getBucketCount() + " buckets", "this version has " + Digest.BUCKETS);
        }
        Set<Integer> wanted = Set.copyOf(request.getBucketsList());
        new BucketStream(
                        (ServerCallStreamObserver<FetchBucketResponse>) response,
                        () -> catalogue
                                .ofOrigin(origin)
                                .filter(entry -> wanted.contains(Digest.bucket(entry.key())))
                                .toList())
                .start();
    }
}
