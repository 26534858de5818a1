package dev.mcp2026.identity.api.grpc;

import dev.mcp2026.identity.authority.Authority;
import dev.mcp2026.identity.authority.IssuedJwt;
import dev.mcp2026.identity.bundle.BundleBook;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryBook;
import dev.mcp2026.identity.entry.EntryCodec;
import dev.mcp2026.identity.entry.EntryName;
import dev.mcp2026.identity.operations.Federating;
import dev.mcp2026.identity.operations.IdentityOperations;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.kernel.limit.Places;
import dev.mcp2026.proto.identity.v1.DeleteEntryRequest;
import dev.mcp2026.proto.identity.v1.DeleteEntryResponse;
import dev.mcp2026.proto.identity.v1.DeleteFederationRequest;
import dev.mcp2026.proto.identity.v1.DeleteFederationResponse;
import dev.mcp2026.proto.identity.v1.ExplainRequest;
import dev.mcp2026.proto.identity.v1.ExplainResponse;
import dev.mcp2026.proto.identity.v1.FetchJwtSvidRequest;
import dev.mcp2026.proto.identity.v1.FetchJwtSvidResponse;
import dev.mcp2026.proto.identity.v1.IdentityGrpc;
import dev.mcp2026.proto.identity.v1.ListEntriesRequest;
import dev.mcp2026.proto.identity.v1.ListEntriesResponse;
import dev.mcp2026.proto.identity.v1.ListFederationsRequest;
import dev.mcp2026.proto.identity.v1.ListFederationsResponse;
import dev.mcp2026.proto.identity.v1.ListSvidsRequest;
import dev.mcp2026.proto.identity.v1.ListSvidsResponse;
import dev.mcp2026.proto.identity.v1.PutEntryRequest;
import dev.mcp2026.proto.identity.v1.PutEntryResponse;
import dev.mcp2026.proto.identity.v1.PutFederationRequest;
import dev.mcp2026.proto.identity.v1.PutFederationResponse;
import dev.mcp2026.proto.identity.v1.ReportValidationFailureRequest;
import dev.mcp2026.proto.identity.v1.ReportValidationFailureResponse;
import dev.mcp2026.proto.identity.v1.RotateSvidsRequest;
import dev.mcp2026.proto.identity.v1.RotateSvidsResponse;
import dev.mcp2026.proto.identity.v1.SignX509SvidRequest;
import dev.mcp2026.proto.identity.v1.SignX509SvidResponse;
import dev.mcp2026.proto.identity.v1.WatchBundlesRequest;
import dev.mcp2026.proto.identity.v1.WatchBundlesResponse;
import dev.mcp2026.servicekit.grpc.CallThread;
import dev.mcp2026.spiffe.Fingerprint;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.wire.Times;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `mcp2026.identity.v1.Identity`. Faults thrown here become statuses in the service kit.
@GrpcService
public class IdentityEndpoint extends IdentityGrpc.IdentityImplBase {
    private static final Limit ANCHORS = new Limit("peer_anchors of a request", 10_000, "fingerprints");

    private final IdentityOperations operations;
    private final BundleBook bundles;
    private final Authority authority;
    private final Federating federating;
    private final EntryBook entries;
    private final Places watches;

    /// How many bundle watches there may be.
    public record BundleWatches(Places places) {}

    public IdentityEndpoint(
            IdentityOperations operations,
            BundleBook bundles,
            Authority authority,
            Federating federating,
            EntryBook entries,
            BundleWatches watches) {
        this.operations = operations;
        this.bundles = bundles;
        this.authority = authority;
        this.federating = federating;
        this.entries = entries;
        this.watches = watches.places();
    }

    private static <T> void answer(StreamObserver<T> response, Supplier<T> work) {
        CallThread.run(response, () -> {
            response.onNext(work.get());
            response.onCompleted();
        });
    }

    private static @Nullable TenantId tenant(String value) {
        return value.isEmpty() ? null : new TenantId(value);
    }

    @Override
    public void putEntry(PutEntryRequest request, StreamObserver<PutEntryResponse> response) {
        KnownFields.require(request, request.getEntry());
        if (request.getEntry().getFixed()) {
            throw Faults.invalid("entry.fixed", "only the configuration has fixed entries", "leave it out");
        }
        Entry entry = EntryCodec.decode(request.getEntry(), false, entries.now());
        answer(response, () -> {
            IdentityOperations.Put put = operations.putEntry(entry, request.getIdempotencyKey());
            return PutEntryResponse.newBuilder()
                    .setOutcome(PutEntryResponse.Outcome.valueOf(
                            "OUTCOME_" + put.outcome().name()))
                    .setEntry(EntryCodec.encode(put.entry()))
                    .build();
        });
    }

    @Override
    public void deleteEntry(DeleteEntryRequest request, StreamObserver<DeleteEntryResponse> response) {
        KnownFields.require(request);
        EntryName name = new EntryName(new TenantId(request.getTenant()), request.getName());
        answer(
                response,
                () -> DeleteEntryResponse.newBuilder()
                        .setExisted(operations.deleteEntry(name, request.getIdempotencyKey()))
                        .build());
    }

    @Override
    public void listEntries(ListEntriesRequest request, StreamObserver<ListEntriesResponse> response) {
        KnownFields.require(request);
        answer(response, () -> {
            var page = operations.listEntries(
                    tenant(request.getTenant()), request.getSpiffeId(), request.getPageSize(), request.getPageToken());
            ListEntriesResponse.Builder message =
                    ListEntriesResponse.newBuilder().setNextPageToken(page.next());
            page.items().forEach(entry -> message.addEntries(EntryCodec.encode(entry)));
            return message.build();
        });
    }

    @Override
    public void signX509Svid(SignX509SvidRequest request, StreamObserver<SignX509SvidResponse> response) {
        KnownFields.require(request, request.getTtl());
        ANCHORS.check("peer_anchors", request.getPeerAnchorsCount());
        List<Fingerprint> anchors = request.getPeerAnchorsList().stream()
                .map(bytes -> Fingerprint.of(bytes.toByteArray()))
                .toList();
        Optional<Duration> ttl = request.hasTtl()
                ? Optional.of(Duration.ofSeconds(
                        request.getTtl().getSeconds(), request.getTtl().getNanos()))
                : Optional.empty();
        answer(response, () -> {
            IdentityOperations.Signed signed = operations.sign(request.getCsr().toByteArray(), anchors, ttl);
            SignX509SvidResponse.Builder message = SignX509SvidResponse.newBuilder()
                    .setNotAfter(Times.encode(signed.notAfter()))
                    .setRenewAt(Times.encode(signed.renewAt()))
                    .setPrunedBytes(signed.chain().bytesSaved());
            signed.chain().chain().forEach(one -> message.addChain(IdentityCodec.der(one)));
            return message.build();
        });
    }

    @Override
    public void fetchJwtSvid(FetchJwtSvidRequest request, StreamObserver<FetchJwtSvidResponse> response) {
        KnownFields.require(request);
        answer(response, () -> {
            IssuedJwt jwt = operations.jwt(request.getAudienceList());
            return FetchJwtSvidResponse.newBuilder()
                    .setToken(jwt.token())
                    .setNotAfter(Times.encode(jwt.notAfter()))
                    .build();
        });
    }

    @Override
    public void watchBundles(WatchBundlesRequest request, StreamObserver<WatchBundlesResponse> response) {
        KnownFields.require(request);
        Optional<TenantId> only = operations.requireBundles().tenant();
        watches.take("watch");
        new BundleStream(
                        (ServerCallStreamObserver<WatchBundlesResponse>) response,
                        bundles,
                        authority,
                        owner -> only.isEmpty() || only.get().equals(owner),
                        watches::leave)
                .open();
    }

    @Override
    public void listSvids(ListSvidsRequest request, StreamObserver<ListSvidsResponse> response) {
        KnownFields.require(request);
        answer(response, () -> {
            var page = operations.listSvids(
                    tenant(request.getTenant()), request.getSpiffeId(), request.getPageSize(), request.getPageToken());
            ListSvidsResponse.Builder message = ListSvidsResponse.newBuilder().setNextPageToken(page.next());
            page.items().forEach(cached -> message.addSvids(IdentityCodec.svid(cached)));
            return message.build();
        });
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<ExplainResponse> response) {
        KnownFields.require(request);
        if (request.getPid() <= 0 && request.getSpiffeId().isEmpty()) {
            throw Faults.invalid("pid", "neither a process nor a SPIFFE ID is named", "name one of them");
        }
        answer(
                response,
                () -> IdentityCodec.explanation(
                        request.getPid() > 0
                                ? operations.explain(request.getPid())
                                : operations.explain(SpiffeId.parse(request.getSpiffeId()))));
    }

    @Override
    public void reportValidationFailure(
            ReportValidationFailureRequest request, StreamObserver<ReportValidationFailureResponse> response) {
        KnownFields.require(request);
        operations.requireBundles();
        answer(response, () -> {
            Federating.Refreshed done = federating.refresh(request.getTrustDomain());
            return ReportValidationFailureResponse.newBuilder()
                    .setRefreshed(done.refreshed())
                    .setChanged(done.changed())
                    .build();
        });
    }

    @Override
    public void rotateSvids(RotateSvidsRequest request, StreamObserver<RotateSvidsResponse> response) {
        KnownFields.require(request);
        answer(
                response,
                () -> RotateSvidsResponse.newBuilder()
                        .setRotated(operations.rotate(tenant(request.getTenant()), request.getIssuers()))
                        .build());
    }

    @Override
    public void putFederation(PutFederationRequest request, StreamObserver<PutFederationResponse> response) {
        KnownFields.require(request, request.getFederation());
        operations.requireFederate();
        answer(
                response,
                () -> PutFederationResponse.newBuilder()
                        .setFederation(federating.put(request.getFederation()))
                        .build());
    }

    @Override
    public void deleteFederation(DeleteFederationRequest request, StreamObserver<DeleteFederationResponse> response) {
        KnownFields.require(request);
        operations.requireFederate();
        answer(
                response,
                () -> DeleteFederationResponse.newBuilder()
                        .setExisted(federating.delete(request.getTrustDomain()))
                        .build());
    }

    @Override
    public void listFederations(ListFederationsRequest request, StreamObserver<ListFederationsResponse> response) {
        KnownFields.require(request);
        operations.requireBundles();
        answer(
                response,
                () -> ListFederationsResponse.newBuilder()
                        .addAllFederations(federating.list())
                        .build());
    }
}
