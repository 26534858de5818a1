package dev.mcp2026.registry.api.grpc;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.proto.registry.v1.DeregisterRequest;
import dev.mcp2026.proto.registry.v1.DeregisterResponse;
import dev.mcp2026.proto.registry.v1.ExplainRequest;
import dev.mcp2026.proto.registry.v1.ExplainResponse;
import dev.mcp2026.proto.registry.v1.InstanceRef;
import dev.mcp2026.proto.registry.v1.ListCellsRequest;
import dev.mcp2026.proto.registry.v1.ListCellsResponse;
import dev.mcp2026.proto.registry.v1.Observation;
import dev.mcp2026.proto.registry.v1.RefusedObservation;
import dev.mcp2026.proto.registry.v1.RegisterRequest;
import dev.mcp2026.proto.registry.v1.RegisterResponse;
import dev.mcp2026.proto.registry.v1.RegistryGrpc;
import dev.mcp2026.proto.registry.v1.RenewRequest;
import dev.mcp2026.proto.registry.v1.RenewResponse;
import dev.mcp2026.proto.registry.v1.ReportRequest;
import dev.mcp2026.proto.registry.v1.ReportResponse;
import dev.mcp2026.proto.registry.v1.ResolveRequest;
import dev.mcp2026.proto.registry.v1.ResolveResponse;
import dev.mcp2026.proto.registry.v1.WatchRequest;
import dev.mcp2026.proto.registry.v1.WatchResponse;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.Registered;
import dev.mcp2026.registry.catalogue.Selector;
import dev.mcp2026.registry.operations.Access;
import dev.mcp2026.registry.operations.CellDirectory;
import dev.mcp2026.registry.operations.RegistryOperations;
import dev.mcp2026.registry.watch.CallExecutors;
import dev.mcp2026.registry.watch.ResumeToken;
import dev.mcp2026.registry.watch.StreamQuota;
import dev.mcp2026.registry.watch.StreamQuotas;
import dev.mcp2026.registry.wire.FieldPath;
import dev.mcp2026.registry.wire.InstanceCodec;
import dev.mcp2026.registry.wire.PageToken;
import dev.mcp2026.registry.wire.RegistrationCodec;
import dev.mcp2026.registry.wire.VerdictCodec;
import dev.mcp2026.servicekit.grpc.CallThread;
import dev.mcp2026.wire.Times;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `mcp2026.registry.v1.Registry`. Faults thrown here become statuses in the service kit.
@GrpcService
public class RegistryEndpoint extends RegistryGrpc.RegistryImplBase {
    /// Observations in one report; more is refused whole.
    private static final dev.mcp2026.kernel.limit.Limit OBSERVATIONS =
            new dev.mcp2026.kernel.limit.Limit("mcp.registry.limits.observations", 1000, "observations");

    private final RegistryOperations operations;
    private final Catalogue catalogue;
    private final CellDirectory cells;
    private final Access access;
    private final StreamQuotas streams;
    private final CallExecutors executors;

    public RegistryEndpoint(
            RegistryOperations operations,
            Catalogue catalogue,
            CellDirectory cells,
            Access access,
            StreamQuotas streams,
            CallExecutors executors) {
        this.operations = operations;
        this.catalogue = catalogue;
        this.cells = cells;
        this.access = access;
        this.streams = streams;
        this.executors = executors;
    }

    /// A leased instance is registered in memory, right here; what waits for the disk, or for another change of the
    /// same
    /// instance, gets a thread.
    @Override
    public void register(RegisterRequest request, StreamObserver<RegisterResponse> response) {
        KnownFields.require(request);
        var registration = FieldPath.at("registration", () -> RegistrationCodec.decode(request.getRegistration()));
        String key = request.getIdempotencyKey();
        operations
                .registerAtOnce(registration, key)
                .ifPresentOrElse(
                        registered -> answer(registered, response),
                        () -> CallThread.run(response, () -> answer(operations.register(registration, key), response)));
    }

    private void answer(Registered registered, StreamObserver<RegisterResponse> response) {
        response.onNext(RegisterResponse.newBuilder()
                .setInstance(encode(registered.entry()))
                .setOutcome(RegisterResponse.Outcome.valueOf(
                        "OUTCOME_" + registered.outcome().name()))
                .build());
        response.onCompleted();
    }

    @Override
    public void deregister(DeregisterRequest request, StreamObserver<DeregisterResponse> response) {
        KnownFields.require(request);
        CallThread.run(response, () -> removed(request, response));
    }

    private void removed(DeregisterRequest request, StreamObserver<DeregisterResponse> response) {
        InstanceRef ref = request.getInstance();
        boolean existed = FieldPath.at(
                "instance",
                () -> operations.deregister(
                        new TenantId(ref.getTenant()),
                        new ServiceName(ref.getService()),
                        new InstanceId(ref.getInstance()),
                        request.getIdempotencyKey()));
        response.onNext(DeregisterResponse.newBuilder().setExisted(existed).build());
        response.onCompleted();
    }

    @Override
    public StreamObserver<RenewRequest> renew(StreamObserver<RenewResponse> responses) {
        return new RenewStream(
                (ServerCallStreamObserver<RenewResponse>) responses,
                this::renewal,
                () -> streams.renewals().admit(access.tenant(), access.principal()));
    }

    private RenewResponse.Builder renewal(RenewResponse.Builder answer) {
        InstanceRef ref = answer.getInstance();
        Optional<Duration> left = FieldPath.at(
                "instance",
                () -> operations.renew(
                        new TenantId(ref.getTenant()),
                        new ServiceName(ref.getService()),
                        new InstanceId(ref.getInstance()),
                        answer.getSequence()));
        left.ifPresent(duration -> answer.setLeaseRemaining(Times.encode(duration)));
        return answer.setKnown(left.isPresent());
    }

    /// Off the event loop: a selector that matches little makes it look at everything there is.
    @Override
    public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> response) {
        KnownFields.require(request);
        CallThread.run(response, () -> resolved(request, response));
    }

    private void resolved(ResolveRequest request, StreamObserver<ResolveResponse> response) {
        RegistryOperations.Page page = operations.resolve(
                FieldPath.at("selector", () -> InstanceCodec.decode(request.getSelector())),
                request.getPageSize(),
                PageToken.decode(request.getPageToken()));
        ResolveResponse.Builder answer = ResolveResponse.newBuilder()
                .setNextPageToken(PageToken.encode(page.next()))
                .setResumeToken(page.resume().toString());
        page.entries().forEach(entry -> answer.addInstances(encode(entry)));
        response.onNext(answer.build());
        response.onCompleted();
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> responses) {
        KnownFields.require(request);
        ResumeToken token = request.getResumeToken().isEmpty() ? null : ResumeToken.parse(request.getResumeToken());
        Selector selector = FieldPath.at("selector", () -> InstanceCodec.decode(request.getSelector()));
        StreamQuota.Place place = streams.watches().admit(access.tenant(), access.principal());
        try {
            var client = new WatchStream(
                    (ServerCallStreamObserver<WatchResponse>) responses, catalogue, executors.ofThisCall(), place);
            client.feed(operations.watch(selector, token, client));
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
    }

    @Override
    public void report(ReportRequest request, StreamObserver<ReportResponse> response) {
        KnownFields.require(request);
        List<Observation> observations = request.getObservationsList();
        OBSERVATIONS.check("observations", observations.size());
        ReportResponse.Builder answer = ReportResponse.newBuilder();
        for (int i = 0; i < observations.size(); i++) {
            try {
                report(observations.get(i));
                answer.setAccepted(answer.getAccepted() + 1);
            } catch (FaultException e) {
                answer.addRefused(RefusedObservation.newBuilder()
                        .setIndex(i)
                        .setReason(e.fault().message()));
            }
        }
        response.onNext(answer.build());
        response.onCompleted();
    }

    private void report(Observation observation) {
        catalogue.requireBelievable(observation.getStamp());
        operations.report(
                FieldPath.at("instance", () -> InstanceCodec.decode(observation.getInstance())),
                observation.getObserver(),
                VerdictCodec.outcome(observation.getOutcome()),
                observation.getDetail(),
                new HlcTimestamp(observation.getStamp()));
    }

    /// Off the event loop: it looks at all instances of the service.
    @Override
    public void explain(ExplainRequest request, StreamObserver<ExplainResponse> response) {
        KnownFields.require(request);
        CallThread.run(response, () -> explained(request, response));
    }

    private void explained(ExplainRequest request, StreamObserver<ExplainResponse> response) {
        var story = operations.explain(
                request.getTenant().isEmpty() ? null : new TenantId(request.getTenant()),
                new ServiceName(request.getService()),
                request.getInstance());
        response.onNext(StoryCodec.encode(story));
        response.onCompleted();
    }

    @Override
    public void listCells(ListCellsRequest request, StreamObserver<ListCellsResponse> response) {
        KnownFields.require(request);
        ListCellsResponse.Builder answer = ListCellsResponse.newBuilder();
        cells.list().forEach(cell -> answer.addCells(CellCodec.encode(cell)));
        response.onNext(answer.build());
        response.onCompleted();
    }

    private dev.mcp2026.proto.registry.v1.Instance encode(Entry entry) {
        return InstanceCodec.encode(entry, catalogue.staleSince(entry.key().cell()));
    }
}
