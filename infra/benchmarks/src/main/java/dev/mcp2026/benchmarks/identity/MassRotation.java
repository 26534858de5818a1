package dev.mcp2026.benchmarks.identity;

import com.google.protobuf.ByteString;
import dev.mcp2026.benchmarks.Bench;
import dev.mcp2026.benchmarks.Section;
import dev.mcp2026.benchmarks.report.Row;
import dev.mcp2026.proto.identity.v1.PutEntryRequest;
import dev.mcp2026.proto.identity.v1.RotateSvidsRequest;
import dev.mcp2026.proto.spiffe.workload.X509SVIDResponse;
import io.grpc.Status;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// 10,000 processes, each with a stream of its own and an identity of its own, all of which are exchanged at once with
/// their issuers: until each has its new one, and whether any was without a valid one in between. The processes are
/// connections that were made as 10,000 different users.
final class MassRotation implements Section {
    private static final int CLIENTS = 10_000;
    private static final int TENANTS = 100;
    private static final int OUTSTANDING = 64;
    private static final long FIRST_USER = 500_000;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    @Override
    public String name() {
        return "rotation";
    }

    /// One process and what it holds.
    private static final class Workload implements SocketClient.Heard {
        private final AtomicInteger received;
        private final AtomicInteger ended;
        private final AtomicReference<Status> why;
        private volatile @Nullable ByteString svid;

        Workload(AtomicInteger received, AtomicInteger ended, AtomicReference<Status> why) {
            this.received = received;
            this.ended = ended;
            this.why = why;
        }

        @Override
        public void message(X509SVIDResponse message) {
            svid = message.getSvids(0).getX509Svid();
            received.incrementAndGet();
        }

        @Override
        public void closed(Status status) {
            why.compareAndSet(null, status);
            ended.incrementAndGet();
        }

        Instant validUntil() throws CertificateException {
            ByteString der = java.util.Objects.requireNonNull(svid);
            return ((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der.toByteArray())))
                    .getNotAfter()
                    .toInstant();
        }
    }

    @Override
    public List<Row> run(Bench bench) throws Exception {
        List<Row> rows = new ArrayList<>();
        if (!UserId.isChangeable()) {
            bench.say("  needs root on x86-64: left out");
            return rows;
        }
        EventLoopGroup loops = new EpollEventLoopGroup(1);
        List<SocketClient> clients = new ArrayList<>();
        AtomicInteger received = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        AtomicReference<Status> why = new AtomicReference<>();
        List<Workload> workloads = new ArrayList<>();
        // All of them are this one process, which as a rule may have 256 connections.
        try (IdentityProcess cache = IdentityProcess.start(
                bench, Map.of("mcp.identity.limits.connections-per-process", Integer.toString(2 * CLIENTS)))) {
            EntryLoad.put(cache, CLIENTS, i -> IdentityProcess.entry("t" + i % TENANTS, "w" + i, FIRST_USER + i));
            warm(cache, loops);
            bench.say("  connecting " + CLIENTS);
            for (int i = 0; i < CLIENTS; i++) {
                long user = FIRST_USER + i;
                loops.submit(() -> UserId.become(user)).get();
                SocketClient client = new SocketClient(cache.socket(), loops);
                clients.add(client);
                client.connect();
                Workload workload = new Workload(received, ended, why);
                workloads.add(workload);
                client.open(workload, false);
                await(received, ended, why, i - OUTSTANDING);
            }
            await(received, ended, why, CLIENTS);
            loops.submit(() -> UserId.become(0)).get();
            // The cache counts a stream as subscribed within a second.
            TimeUnit.SECONDS.sleep(2);
            double before = cache.residentMiB();
            bench.say("  rotating");
            Instant began = Instant.now();
            long start = System.nanoTime();
            int rotated = cache.operator()
                    .rotateSvids(
                            RotateSvidsRequest.newBuilder().setIssuers(true).build())
                    .getRotated();
            await(received, ended, why, 2 * CLIENTS);
            double seconds = (System.nanoTime() - start) / 1e9;
            int without = 0;
            for (Workload workload : workloads) {
                if (workload.validUntil().isBefore(began)) {
                    without++;
                }
            }
            rows.add(Row.of("rotation of " + rotated + " subscribed SVIDs and their issuers", "s", seconds)
                    .atMost(30, "≤ 30 s"));
            rows.add(Row.of("clients without a valid SVID meanwhile", "clients", (double) without + ended.get())
                    .atMost(0, "0"));
            rows.add(Row.of("resident memory, " + CLIENTS + " streams", "MiB", before));
        } finally {
            clients.forEach(SocketClient::close);
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        return rows;
    }

    /// Classes that are met first by a user who may not read their files would be missing for good.
    private static void warm(IdentityProcess cache, EventLoopGroup loops) throws InterruptedException {
        cache.operator()
                .putEntry(PutEntryRequest.newBuilder()
                        .setEntry(IdentityProcess.entry("t0", "warm", IdentityProcess.ownUser()))
                        .build());
        try (SocketClient client = new SocketClient(cache.socket(), loops)) {
            FetchLoop.run(List.of(client), Duration.ofSeconds(1));
        }
    }

    private static void await(AtomicInteger received, AtomicInteger ended, AtomicReference<Status> why, int wanted) {
        long end = System.nanoTime() + LIMIT_NANOS;
        long pause = TimeUnit.MICROSECONDS.toNanos(50);
        while (received.get() < wanted) {
            if (System.nanoTime() > end || ended.get() > 0) {
                throw new IllegalStateException(received.get() + " of " + wanted + " messages; " + ended.get()
                        + " streams ended: " + why.get());
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(PAUSE_NANOS, pause * 2);
        }
    }
}
