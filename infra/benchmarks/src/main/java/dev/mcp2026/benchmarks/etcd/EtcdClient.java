package dev.mcp2026.benchmarks.etcd;

import com.google.protobuf.ByteString;
import dev.mcp2026.benchmarks.cell.Answer;
import dev.mcp2026.benchmarks.measure.Registrations;
import dev.mcp2026.benchmarks.measure.Subject;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.trust.TrustDirectory.SvidFiles;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// Calls etcd with the plain gRPC stubs and the same Netty transport as ours: nothing of a client library is in
/// its figures.
final class EtcdClient implements Subject, AutoCloseable {
    private static final int CALL_SECONDS = 30;

    private final ManagedChannel channel;

    private EtcdClient(NettyChannelBuilder builder) {
        this.channel = builder.directExecutor().disableRetry().build();
    }

    static EtcdClient plain(URI url) {
        return new EtcdClient(
                NettyChannelBuilder.forAddress(url.getHost(), url.getPort()).usePlaintext());
    }

    /// With mutual TLS, by the same provider as the client of ours.
    static EtcdClient secured(URI url, SvidFiles svid) throws SSLException {
        return new EtcdClient(NettyChannelBuilder.forAddress(url.getHost(), url.getPort())
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(svid.bundle().toFile())
                        .keyManager(svid.certificate().toFile(), svid.key().toFile())
                        .build()));
    }

    @Override
    public CompletableFuture<Void> put(Registration registration) {
        Answer<PutResponse> answer = new Answer<>();
        KVGrpc.newStub(channel)
                .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                .put(
                        PutRequest.newBuilder()
                                .setKey(key(registration.getService(), registration.getInstance()))
                                .setValue(registration.toByteString())
                                .build(),
                        answer);
        return answer.done();
    }

    @Override
    public Watching watch(String service, Consumer<Registration> seen) throws Exception {
        KeyEvents events = new KeyEvents(seen);
        StreamObserver<WatchRequest> requests = WatchGrpc.newStub(channel).watch(events);
        requests.onNext(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(key(service, ""))
                        // '0' is the character after '/': the end of this prefix.
                        .setRangeEnd(
                                ByteString.copyFromUtf8("/registry/" + Registrations.TENANT + "/" + service + "0")))
                .build());
        events.awaitCreated();
        return requests::onCompleted;
    }

    private static ByteString key(String service, String instance) {
        return ByteString.copyFromUtf8("/registry/" + Registrations.TENANT + "/" + service + "/" + instance);
    }

    boolean answers() {
        try {
            var unused = KVGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                    .range(RangeRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("/"))
                            .setCountOnly(true)
                            .build());
            return true;
        } catch (StatusRuntimeException notYet) {
            channel.resetConnectBackoff();
            return false;
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
