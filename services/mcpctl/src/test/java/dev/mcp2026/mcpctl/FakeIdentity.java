package dev.mcp2026.mcpctl;

import com.google.protobuf.Timestamp;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.proto.identity.v1.Bundle;
import dev.mcp2026.proto.identity.v1.DeleteEntryRequest;
import dev.mcp2026.proto.identity.v1.DeleteEntryResponse;
import dev.mcp2026.proto.identity.v1.DeleteFederationRequest;
import dev.mcp2026.proto.identity.v1.DeleteFederationResponse;
import dev.mcp2026.proto.identity.v1.Entry;
import dev.mcp2026.proto.identity.v1.ExplainRequest;
import dev.mcp2026.proto.identity.v1.ExplainResponse;
import dev.mcp2026.proto.identity.v1.Federation;
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
import dev.mcp2026.proto.identity.v1.RotateSvidsRequest;
import dev.mcp2026.proto.identity.v1.RotateSvidsResponse;
import dev.mcp2026.proto.identity.v1.SvidInfo;
import dev.mcp2026.proto.identity.v1.WatchBundlesRequest;
import dev.mcp2026.proto.identity.v1.WatchBundlesResponse;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// An identity cache of one cell in memory: as much of the contract as the commands touch.
final class FakeIdentity extends IdentityGrpc.IdentityImplBase {
    private static final int PAGE = 2;

    final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();
    final ConcurrentSkipListMap<String, Federation> federations = new ConcurrentSkipListMap<>();
    final List<String> idempotencyKeys = new CopyOnWriteArrayList<>();
    final List<RotateSvidsRequest> rotations = new CopyOnWriteArrayList<>();
    final Map<ExplainRequest, ExplainResponse> explanations = new ConcurrentHashMap<>();
    volatile List<SvidInfo> svids = List.of();
    volatile List<Bundle> bundles = List.of();

    @Override
    public void putEntry(PutEntryRequest request, StreamObserver<PutEntryResponse> answer) {
        Entry entry = request.getEntry();
        String key = entry.getTenant() + "/" + entry.getName();
        Entry before = entries.get(key);
        if (before != null && before.getFixed()) {
            refuse(answer, FaultKind.PERMISSION_DENIED, "entry " + key + " is fixed", "change the configuration");
            return;
        }
        idempotencyKeys.add(request.getIdempotencyKey());
        entries.put(key, entry);
        PutEntryResponse.Outcome outcome = before == null
                ? PutEntryResponse.Outcome.OUTCOME_CREATED
                : before.equals(entry)
                        ? PutEntryResponse.Outcome.OUTCOME_UNCHANGED
                        : PutEntryResponse.Outcome.OUTCOME_UPDATED;
        answer(
                answer,
                PutEntryResponse.newBuilder()
                        .setOutcome(outcome)
                        .setEntry(entry)
                        .build());
    }

    @Override
    public void deleteEntry(DeleteEntryRequest request, StreamObserver<DeleteEntryResponse> answer) {
        boolean existed = entries.remove(request.getTenant() + "/" + request.getName()) != null;
        answer(answer, DeleteEntryResponse.newBuilder().setExisted(existed).build());
    }

    @Override
    public void listEntries(ListEntriesRequest request, StreamObserver<ListEntriesResponse> answer) {
        List<Entry> matching = entries.values().stream()
                .filter(each ->
                        request.getTenant().isEmpty() || each.getTenant().equals(request.getTenant()))
                .filter(each ->
                        request.getSpiffeId().isEmpty() || each.getSpiffeId().equals(request.getSpiffeId()))
                .toList();
        int from = from(request.getPageToken());
        int to = Math.min(from + PAGE, matching.size());
        answer(
                answer,
                ListEntriesResponse.newBuilder()
                        .addAllEntries(matching.subList(from, to))
                        .setNextPageToken(to < matching.size() ? Integer.toString(to) : "")
                        .build());
    }

    @Override
    public void listSvids(ListSvidsRequest request, StreamObserver<ListSvidsResponse> answer) {
        List<SvidInfo> matching = svids.stream()
                .filter(each ->
                        request.getSpiffeId().isEmpty() || each.getSpiffeId().equals(request.getSpiffeId()))
                .toList();
        int from = from(request.getPageToken());
        int to = Math.min(from + PAGE, matching.size());
        answer(
                answer,
                ListSvidsResponse.newBuilder()
                        .addAllSvids(matching.subList(from, to))
                        .setNextPageToken(to < matching.size() ? Integer.toString(to) : "")
                        .build());
    }

    /// Goes on for ever, as the real one does.
    @Override
    public void watchBundles(WatchBundlesRequest request, StreamObserver<WatchBundlesResponse> answer) {
        answer.onNext(WatchBundlesResponse.newBuilder().addAllBundles(bundles).build());
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<ExplainResponse> answer) {
        ExplainResponse known = explanations.get(request);
        if (known == null) {
            refuse(answer, FaultKind.NOT_FOUND, "there is no such process or identity", "check it");
            return;
        }
        answer(answer, known);
    }

    @Override
    public void rotateSvids(RotateSvidsRequest request, StreamObserver<RotateSvidsResponse> answer) {
        rotations.add(request);
        answer(answer, RotateSvidsResponse.newBuilder().setRotated(svids.size()).build());
    }

    @Override
    public void putFederation(PutFederationRequest request, StreamObserver<PutFederationResponse> answer) {
        federations.put(request.getFederation().getTrustDomain(), request.getFederation());
        answer(
                answer,
                PutFederationResponse.newBuilder()
                        .setFederation(request.getFederation())
                        .build());
    }

    @Override
    public void deleteFederation(DeleteFederationRequest request, StreamObserver<DeleteFederationResponse> answer) {
        boolean existed = federations.remove(request.getTrustDomain()) != null;
        answer(answer, DeleteFederationResponse.newBuilder().setExisted(existed).build());
    }

    @Override
    public void listFederations(ListFederationsRequest request, StreamObserver<ListFederationsResponse> answer) {
        answer(
                answer,
                ListFederationsResponse.newBuilder()
                        .addAllFederations(federations.values())
                        .build());
    }

    void put(Entry entry) {
        entries.put(entry.getTenant() + "/" + entry.getName(), entry);
    }

    /// After the time that the commands take for now.
    static Timestamp in(long seconds) {
        return FakeMesh.secondsAgo(-seconds);
    }

    private static int from(String token) {
        return token.isEmpty() ? 0 : Integer.parseInt(token);
    }

    private static void refuse(StreamObserver<?> answer, FaultKind kind, String detail, String action) {
        answer.onError(GrpcFaults.toGrpc(new Fault(kind, null, detail, action), ""));
    }

    private static <T> void answer(StreamObserver<T> answer, T value) {
        answer.onNext(value);
        answer.onCompleted();
    }
}
