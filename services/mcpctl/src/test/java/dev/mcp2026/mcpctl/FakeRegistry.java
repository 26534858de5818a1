package dev.mcp2026.mcpctl;

import com.google.protobuf.Timestamp;
import dev.mcp2026.kernel.error.Fault;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.proto.registry.v1.Cell;
import dev.mcp2026.proto.registry.v1.DeregisterRequest;
import dev.mcp2026.proto.registry.v1.DeregisterResponse;
import dev.mcp2026.proto.registry.v1.ExplainRequest;
import dev.mcp2026.proto.registry.v1.ExplainResponse;
import dev.mcp2026.proto.registry.v1.HealthState;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.InstanceExplanation;
import dev.mcp2026.proto.registry.v1.InstanceKey;
import dev.mcp2026.proto.registry.v1.ListCellsRequest;
import dev.mcp2026.proto.registry.v1.ListCellsResponse;
import dev.mcp2026.proto.registry.v1.RegisterRequest;
import dev.mcp2026.proto.registry.v1.RegisterResponse;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.proto.registry.v1.RegistryGrpc;
import dev.mcp2026.proto.registry.v1.ResolveRequest;
import dev.mcp2026.proto.registry.v1.ResolveResponse;
import dev.mcp2026.proto.registry.v1.Transition;
import dev.mcp2026.proto.registry.v1.Verdict;
import dev.mcp2026.proto.registry.v1.WatchChange;
import dev.mcp2026.proto.registry.v1.WatchRequest;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import dev.mcp2026.wire.GrpcFaults;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A registry of one cell in memory: as much of the contract as the commands touch.
final class FakeRegistry extends RegistryGrpc.RegistryImplBase {
    static final Timestamp NOON =
            Timestamp.newBuilder().setSeconds(1_780_000_000L).build();
    private static final int PAGE = 2;

    final ConcurrentSkipListMap<String, Instance> instances = new ConcurrentSkipListMap<>();
    final List<String> idempotencyKeys = new CopyOnWriteArrayList<>();
    final List<String> resumeTokens = new CopyOnWriteArrayList<>();
    final List<ServerCallStreamObserver<WatchResponse>> watchers = new CopyOnWriteArrayList<>();
    volatile Fault refuseWrites;

    @Override
    public void register(RegisterRequest request, StreamObserver<RegisterResponse> answer) {
        if (refuseWrites != null) {
            answer.onError(GrpcFaults.toGrpc(refuseWrites, "4bf92f35"));
            return;
        }
        idempotencyKeys.add(request.getIdempotencyKey());
        // The cell fills in its own place, as the real one does.
        Registration.Builder stored = request.getRegistration().toBuilder();
        if (stored.getZone().isEmpty()) {
            stored.setZone("zone-a");
        }
        Instance instance = instance(stored.build(), HealthState.HEALTH_STATE_UNKNOWN);
        instances.put(key(stored.getService(), stored.getInstance()), instance);
        answer.onNext(RegisterResponse.newBuilder().setInstance(instance).build());
        answer.onCompleted();
    }

    @Override
    public void deregister(DeregisterRequest request, StreamObserver<DeregisterResponse> answer) {
        var ref = request.getInstance();
        boolean existed = instances.remove(key(ref.getService(), ref.getInstance())) != null;
        answer.onNext(DeregisterResponse.newBuilder().setExisted(existed).build());
        answer.onCompleted();
    }

    @Override
    public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> answer) {
        var selector = request.getSelector();
        List<Instance> matching = instances.values().stream()
                .filter(each -> selector.getService().isEmpty()
                        || each.getRegistration().getService().equals(selector.getService()))
                .filter(each -> selector.getCell().isEmpty() || each.getCell().equals(selector.getCell()))
                .filter(each -> selector.getStatesCount() == 0
                        || selector.getStatesList().contains(each.getVerdict().getState()))
                .sorted(Comparator.comparing(each -> each.getRegistration().getInstance()))
                .toList();
        int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
        int to = Math.min(from + PAGE, matching.size());
        answer.onNext(ResolveResponse.newBuilder()
                .addAllInstances(matching.subList(from, to))
                .setNextPageToken(to < matching.size() ? Integer.toString(to) : "")
                .build());
        answer.onCompleted();
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> answer) {
        resumeTokens.add(request.getResumeToken());
        WatchResponse.Builder first =
                WatchResponse.newBuilder().setResumeToken("t1").setSynced(true);
        if (request.getResumeToken().isEmpty()) {
            instances
                    .values()
                    .forEach(each -> first.addChanges(WatchChange.newBuilder().setPut(each)));
        }
        answer.onNext(first.build());
        watchers.add((ServerCallStreamObserver<WatchResponse>) answer);
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<ExplainResponse> answer) {
        List<InstanceExplanation> explanations = new ArrayList<>();
        instances.values().stream()
                .filter(each -> each.getRegistration().getService().equals(request.getService()))
                .forEach(each -> explanations.add(InstanceExplanation.newBuilder()
                        .setInstance(each)
                        .addReasoning("3 of the last 3 checks failed, 2 suffice")
                        .addHistory(Transition.newBuilder()
                                .setAt(NOON)
                                .setFrom(HealthState.HEALTH_STATE_UP)
                                .setTo(each.getVerdict().getState())
                                .setCause(each.getVerdict().getCause())
                                .setReason(each.getVerdict().getReason()))
                        .build()));
        answer.onNext(ExplainResponse.newBuilder()
                .setService(request.getService())
                .setState(HealthState.HEALTH_STATE_DOWN)
                .setSummary("no instance is up")
                .addAllInstances(explanations)
                .build());
        answer.onCompleted();
    }

    @Override
    public void listCells(ListCellsRequest request, StreamObserver<ListCellsResponse> answer) {
        answer.onNext(ListCellsResponse.newBuilder()
                .addCells(Cell.newBuilder().setId("cell1").setSelf(true).setStoreMode("READ_WRITE"))
                .addCells(Cell.newBuilder()
                        .setId("cell2")
                        .setLink("STALE")
                        .setLinkDetail("no answer")
                        .setAddress("127.0.0.1:9181"))
                .build());
        answer.onCompleted();
    }

    void push(WatchChange change) {
        watchers.getLast()
                .onNext(WatchResponse.newBuilder()
                        .addChanges(change)
                        .setResumeToken("t2")
                        .build());
    }

    void remove(String service, String id) {
        Instance gone = instances.remove(key(service, id));
        push(WatchChange.newBuilder()
                .setRemoved(InstanceKey.newBuilder()
                        .setCell(gone.getCell())
                        .setTenant("default")
                        .setService(service)
                        .setInstance(id))
                .build());
    }

    void put(Instance instance) {
        instances.put(
                key(
                        instance.getRegistration().getService(),
                        instance.getRegistration().getInstance()),
                instance);
    }

    static Instance instance(Registration registration, HealthState state) {
        return Instance.newBuilder()
                .setCell("cell1")
                .setRegistration(registration)
                .setVerdict(Verdict.newBuilder().setState(state).setSince(NOON))
                .build();
    }

    static Fault readOnly() {
        return new Fault(FaultKind.READ_ONLY, null, "the store of cell1 is read-only", "try again later");
    }

    private static String key(String service, String id) {
        return service + "/" + id;
    }
}
