package dev.mcp2026.benchmarks.etcd;

import com.google.protobuf.ByteString;
import dev.mcp2026.benchmarks.cell.Answer;
import dev.mcp2026.benchmarks.measure.Ready;
import dev.mcp2026.benchmarks.measure.Registrations;
import dev.mcp2026.benchmarks.measure.ResidentMemory;
import dev.mcp2026.benchmarks.measure.Subject;
import dev.mcp2026.proto.registry.v1.Registration;
import dev.mcp2026.testkit.etcd.EtcdCluster;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One etcd member without TLS, called with the plain gRPC stubs and the same Netty transport as ours: nothing of a
/// client library is in its figures.
public final class EtcdPeer implements Subject, AutoCloseable {
    private static final int CALL_SECONDS = 30;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final EtcdCluster cluster;
    private final InetSocketAddress address;
    private ManagedChannel channel;

    private EtcdPeer(EtcdCluster cluster) {
        this.cluster = cluster;
        URI url = cluster.clientUrls().getFirst();
        this.address = new InetSocketAddress(url.getHost(), url.getPort());
        this.channel = open();
    }

    public static EtcdPeer start() {
        return new EtcdPeer(EtcdCluster.start(1));
    }

    private ManagedChannel open() {
        return NettyChannelBuilder.forAddress(address.getHostString(), address.getPort())
                .usePlaintext()
                .directExecutor()
                .disableRetry()
                .build();
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

    /// Kills it, starts it again on its data, and returns the time until it answers a linearizable read.
    public Duration restart() {
        channel.shutdownNow();
        cluster.kill(0);
        channel = open();
        long start = System.nanoTime();
        cluster.restart(0);
        return Ready.await("etcd", address, start, START_LIMIT, () -> true, this::answers);
    }

    private boolean answers() {
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

    public double residentMiB() {
        String port = ":" + address.getPort();
        return ProcessHandle.current()
                .children()
                .filter(child ->
                        child.info().commandLine().orElse("").contains("--listen-client-urls=http://127.0.0.1" + port))
                .findFirst()
                .map(child -> ResidentMemory.of(child.pid()))
                .orElseThrow(() -> new IllegalStateException("the etcd process was not found"));
    }

    @Override
    public void close() {
        channel.shutdownNow();
        cluster.close();
    }
}
