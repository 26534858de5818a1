package dev.mcp2026.benchmarks.saga;

import com.google.protobuf.Duration;
import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.cell.CellRuntime;
import dev.mcp2026.benchmarks.measure.ResidentMemory;
import dev.mcp2026.proto.saga.v1.ListSagasRequest;
import dev.mcp2026.proto.saga.v1.SagaPhase;
import dev.mcp2026.proto.saga.v1.SagasGrpc;
import dev.mcp2026.proto.saga.v1.StartSagaRequest;
import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.testkit.process.ManagedProcess;
import dev.mcp2026.trust.TrustDirectory.SvidFiles;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One coordinator as a process, on the embedded store, and the operator's way to it.
final class SagaProcess implements AutoCloseable {
    static final String SERVICE = "saga-coordinator";
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(180);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int CALL_SECONDS = 120;

    private final ManagedChannel channel;
    private final SvidFiles svid;
    private final int http;
    private ManagedProcess process;

    private SagaProcess(ManagedProcess process, ManagedChannel channel, SvidFiles svid, int http) {
        this.process = process;
        this.channel = channel;
        this.svid = svid;
        this.http = http;
    }

    /// @param participants as `mcp.saga.participants.default` wants them
    /// @param more settings, one a line
    static SagaProcess start(Bench bench, String participants, String more) throws IOException {
        Path folder = Files.createTempDirectory(bench.work(), "saga-");
        int grpc = FreePort.find();
        int http = FreePort.find();
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), """
                mcp.cell.id=cell1
                mcp.store.path=%s
                mcp.trust.dir=%s
                mcp.http.port=%d
                mcp.grpc.port=%d
                mcp.saga.participants.default=%s
                %s
                """.formatted(
                        folder.resolve("data"), bench.trust().directory(), http, grpc, participants, more));
        SvidFiles svid = bench.trust().operator();
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", grpc)
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(svid.bundle().toFile())
                        .keyManager(svid.certificate().toFile(), svid.key().toFile())
                        .build())
                .disableRetry()
                .build();
        SagaProcess started = new SagaProcess(
                ManagedProcess.start(
                        "saga",
                        folder,
                        CellRuntime.chosen(bench.root(), SERVICE).command()),
                channel,
                svid,
                http);
        started.awaitAnswer();
        return started;
    }

    private void awaitAnswer() {
        long end = System.nanoTime() + START_NANOS;
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                var _ = sagas().listSagas(
                                ListSagasRequest.newBuilder().setPageSize(1).build());
                return;
            } catch (StatusRuntimeException notYet) {
                channel.resetConnectBackoff();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        close();
        throw new IllegalStateException("the saga coordinator did not start; its log is " + process.log());
    }

    SagasGrpc.SagasBlockingStub sagas() {
        return SagasGrpc.newBlockingStub(channel).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }

    /// Starts one, waiting for a coordinator that owns no shard yet.
    String start(String definition) {
        StartSagaRequest request =
                StartSagaRequest.newBuilder().setDefinition(definition).build();
        long end = System.nanoTime() + START_NANOS;
        while (true) {
            try {
                return sagas().startSaga(request).getSagaId();
            } catch (StatusRuntimeException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /// Starts one and waits for its end.
    SagaPhase run(String definition) {
        return sagas().startSaga(StartSagaRequest.newBuilder()
                        .setDefinition(definition)
                        .setWait(Duration.newBuilder().setSeconds(CALL_SECONDS))
                        .build())
                .getPhase();
    }

    /// The way to its LRA interface, by mutual TLS.
    LraClient lra(Vertx vertx) {
        return new LraClient(
                vertx,
                http,
                new HttpClientOptions()
                        .setSsl(true)
                        .setVerifyHost(false)
                        .setTrustOptions(
                                new PemTrustOptions().addCertPath(svid.bundle().toString()))
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertPath(svid.certificate().toString())
                                .addKeyPath(svid.key().toString())));
    }

    double residentMiB() {
        return ResidentMemory.of(process.pid());
    }

    long pid() {
        return process.pid();
    }

    /// As a crash ends it, and starts it again.
    ///
    /// @return seconds from the start of the process to its first answer
    double crash() {
        process.kill();
        long began = System.nanoTime();
        process = process.restart();
        awaitAnswer();
        return (System.nanoTime() - began) / 1e9;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        process.close();
    }
}
