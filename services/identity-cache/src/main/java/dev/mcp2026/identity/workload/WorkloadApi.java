package dev.mcp2026.identity.workload;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.mcp2026.identity.entry.Entry;
import dev.mcp2026.identity.entry.EntryIndex;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.proto.spiffe.workload.JWTBundlesRequest;
import dev.mcp2026.proto.spiffe.workload.JWTBundlesResponse;
import dev.mcp2026.proto.spiffe.workload.JWTSVID;
import dev.mcp2026.proto.spiffe.workload.JWTSVIDRequest;
import dev.mcp2026.proto.spiffe.workload.JWTSVIDResponse;
import dev.mcp2026.proto.spiffe.workload.SpiffeWorkloadAPIGrpc;
import dev.mcp2026.proto.spiffe.workload.ValidateJWTSVIDRequest;
import dev.mcp2026.proto.spiffe.workload.ValidateJWTSVIDResponse;
import dev.mcp2026.proto.spiffe.workload.X509BundlesRequest;
import dev.mcp2026.proto.spiffe.workload.X509BundlesResponse;
import dev.mcp2026.proto.spiffe.workload.X509SVIDRequest;
import dev.mcp2026.proto.spiffe.workload.X509SVIDResponse;
import dev.mcp2026.spiffe.JwtSvids;
import dev.mcp2026.spiffe.ValidatedJwt;
import dev.mcp2026.trust.SpiffeId;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Predicate;

/// The SPIFFE Workload API. Served on the Unix socket alone, where [Caller#KEY] says who calls.
public final class WorkloadApi extends SpiffeWorkloadAPIGrpc.SpiffeWorkloadAPIImplBase {
    private static final int MAX_AUDIENCES = 16;
    private static final int MAX_AUDIENCE = 1024;

    private final Workloads workloads;
    private final EntryIndex entries;
    private final JwtSource jwts;
    private final JwtBundles bundles;
    private final Predicate<String> refresh;
    private final Duration wait;
    private final InstantSource clock;
    private final ScheduledExecutorService timers;
    private final Cache<WorkloadUpdate, X509SVIDResponse> svidMessages = memo();
    private final Cache<WorkloadUpdate, X509BundlesResponse> x509Messages = memo();
    private final Cache<WorkloadUpdate, JWTBundlesResponse> jwtMessages = memo();

    /// Bundles by trust domain, for validation on a caller's behalf.
    public interface JwtBundles {
        Map<String, dev.mcp2026.spiffe.TrustBundle> of(List<Entry> entries);
    }

    /// @param refresh looks for a newer bundle of a trust domain, and says whether it is another now
    /// @param wait how long a caller without an identity may wait for one
    public WorkloadApi(
            Workloads workloads,
            EntryIndex entries,
            JwtSource jwts,
            JwtBundles bundles,
            Predicate<String> refresh,
            Duration wait,
            InstantSource clock,
            ScheduledExecutorService timers) {
        this.workloads = workloads;
        this.entries = entries;
        this.jwts = jwts;
        this.bundles = bundles;
        this.refresh = refresh;
        this.wait = wait;
        this.clock = clock;
        this.timers = timers;
    }

    /// By identity, for as long as the update is in use.
    private static <T> Cache<WorkloadUpdate, T> memo() {
        return Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();
    }

    @Override
    public void fetchX509SVID(X509SVIDRequest request, StreamObserver<X509SVIDResponse> client) {
        stream(client, update -> svidMessages.get(update, WorkloadMessages::x509Svids));
    }

    @Override
    public void fetchX509Bundles(X509BundlesRequest request, StreamObserver<X509BundlesResponse> client) {
        stream(client, update -> x509Messages.get(update, WorkloadMessages::x509Bundles));
    }

    @Override
    public void fetchJWTBundles(JWTBundlesRequest request, StreamObserver<JWTBundlesResponse> client) {
        stream(client, update -> jwtMessages.get(update, WorkloadMessages::jwtBundles));
    }

    private <T> void stream(StreamObserver<T> client, Function<WorkloadUpdate, T> message) {
        try {
            new UpdateStream<>((ServerCallStreamObserver<T>) client, message)
                    .open(workloads, Caller.KEY.get(), wait, timers);
        } catch (FaultException e) {
            client.onError(status(e).asRuntimeException());
        }
    }

    @Override
    public void fetchJWTSVID(JWTSVIDRequest request, StreamObserver<JWTSVIDResponse> client) {
        Caller caller = Caller.KEY.get();
        answer(client, () -> jwtSvids(caller, request));
    }

    private JWTSVIDResponse jwtSvids(Caller caller, JWTSVIDRequest request) throws StatusException {
        List<String> audience = audience(request.getAudienceList());
        List<Entry> mine = identities(caller);
        if (!request.getSpiffeId().isEmpty()) {
            SpiffeId wanted = SpiffeId.parse(request.getSpiffeId());
            mine = mine.stream().filter(entry -> entry.id().equals(wanted)).toList();
            if (mine.isEmpty()) {
                throw Status.PERMISSION_DENIED
                        .withDescription(wanted + " is not an identity of this process")
                        .asException();
            }
        }
        JWTSVIDResponse.Builder message = JWTSVIDResponse.newBuilder();
        for (Entry entry : mine) {
            message.addSvids(JWTSVID.newBuilder()
                    .setSpiffeId(entry.id().toString())
                    .setSvid(jwts.get(entry, audience).token())
                    .setHint(entry.hint()));
        }
        return message.build();
    }

    private static List<String> audience(List<String> audience) throws StatusException {
        boolean usable = !audience.isEmpty()
                && audience.size() <= MAX_AUDIENCES
                && audience.stream().allMatch(one -> !one.isEmpty() && one.length() <= MAX_AUDIENCE);
        if (!usable) {
            throw invalid("audience: give 1 to " + MAX_AUDIENCES + " of up to " + MAX_AUDIENCE + " characters");
        }
        return audience;
    }

    private static StatusException invalid(String detail) {
        return Status.INVALID_ARGUMENT.withDescription(detail).asException();
    }

    private List<Entry> identities(Caller caller) throws StatusException {
        List<Entry> mine = entries.matching(caller.selectors());
        if (mine.isEmpty()) {
            throw UpdateStream.denied().asException();
        }
        return mine;
    }

    @Override
    public void validateJWTSVID(ValidateJWTSVIDRequest request, StreamObserver<ValidateJWTSVIDResponse> client) {
        Caller caller = Caller.KEY.get();
        answer(client, () -> validated(caller, request));
    }

    private ValidateJWTSVIDResponse validated(Caller caller, ValidateJWTSVIDRequest request) throws StatusException {
        if (request.getAudience().isEmpty() || request.getSvid().isEmpty()) {
            throw invalid((request.getAudience().isEmpty() ? "audience" : "svid") + ": it must not be empty");
        }
        List<Entry> mine = identities(caller);
        try {
            ValidatedJwt valid = validated(mine, request);
            return ValidateJWTSVIDResponse.newBuilder()
                    .setSpiffeId(valid.id().toString())
                    .setClaims(struct(valid.claims()))
                    .build();
        } catch (FaultException e) {
            if (e.fault().kind() == FaultKind.UNAVAILABLE) {
                throw e;
            }
            // Section 6.2.3: a token that does not validate is an invalid argument, whatever is wrong with it.
            throw invalid(e.fault().message());
        }
    }

    /// A token that does not validate may be signed with a key that is newer than the bundle at hand.
    private ValidatedJwt validated(List<Entry> mine, ValidateJWTSVIDRequest request) {
        try {
            return JwtSvids.validate(request.getSvid(), request.getAudience(), bundles.of(mine), clock.instant());
        } catch (FaultException e) {
            String trustDomain = JwtSvids.claimedTrustDomain(request.getSvid());
            boolean allowed =
                    mine.stream().anyMatch(entry -> entry.federatesWith().contains(trustDomain));
            if (!allowed || !isRefreshed(trustDomain)) {
                throw e;
            }
            return JwtSvids.validate(request.getSvid(), request.getAudience(), bundles.of(mine), clock.instant());
        }
    }

    /// Where there is nothing to look at, or no answer, the token's own fault is what the caller must hear.
    private boolean isRefreshed(String trustDomain) {
        try {
            return refresh.test(trustDomain);
        } catch (FaultException unknown) {
            return false;
        }
    }

    private static Struct struct(Map<String, Object> claims) {
        Struct.Builder struct = Struct.newBuilder();
        claims.forEach((name, claim) -> struct.putFields(name, value(claim)));
        return struct.build();
    }

    private static Value value(@org.jspecify.annotations.Nullable Object claim) {
        return switch (claim) {
            case null -> Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
            case Boolean bool -> Value.newBuilder().setBoolValue(bool).build();
            case Number number ->
                Value.newBuilder().setNumberValue(number.doubleValue()).build();
            case Map<?, ?> map -> {
                Struct.Builder inner = Struct.newBuilder();
                map.forEach((name, one) -> inner.putFields(String.valueOf(name), value(one)));
                yield Value.newBuilder().setStructValue(inner).build();
            }
            case Collection<?> list -> {
                ListValue.Builder inner = ListValue.newBuilder();
                list.forEach(one -> inner.addValues(value(one)));
                yield Value.newBuilder().setListValue(inner).build();
            }
            default -> Value.newBuilder().setStringValue(String.valueOf(claim)).build();
        };
    }

    private interface Work<T> {
        T run() throws StatusException;
    }

    /// Signing and checking are not for an event loop.
    private static <T> void answer(StreamObserver<T> client, Work<T> work) {
        Thread.ofVirtual().name("workload-call").start(() -> {
            try {
                T message = work.run();
                client.onNext(message);
                client.onCompleted();
            } catch (StatusException | StatusRuntimeException e) {
                client.onError(e);
            } catch (FaultException e) {
                client.onError(status(e).asRuntimeException());
            } catch (Throwable e) {
                org.jboss.logging.Logger.getLogger(WorkloadApi.class).error("a call failed by a bug", e);
                client.onError(Status.INTERNAL.asRuntimeException());
            }
        });
    }

    private static Status status(FaultException e) {
        Status.Code code = switch (e.fault().kind()) {
            case INVALID_ARGUMENT -> Status.Code.INVALID_ARGUMENT;
            case UNAUTHENTICATED, PERMISSION_DENIED, NOT_FOUND -> Status.Code.PERMISSION_DENIED;
            case LIMIT_EXCEEDED -> Status.Code.RESOURCE_EXHAUSTED;
            case UNAVAILABLE, READ_ONLY, DEADLINE_EXCEEDED, CLOCK_SKEW -> Status.Code.UNAVAILABLE;
            case CONFLICT, PRECONDITION_FAILED -> Status.Code.FAILED_PRECONDITION;
            case INTERNAL -> Status.Code.INTERNAL;
        };
        return code.toStatus().withDescription(e.fault().message());
    }
}
