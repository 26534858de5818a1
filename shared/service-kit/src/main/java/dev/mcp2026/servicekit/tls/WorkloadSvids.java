package dev.mcp2026.servicekit.tls;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.proto.spiffe.workload.X509SVID;
import dev.mcp2026.proto.spiffe.workload.X509SVIDResponse;
import dev.mcp2026.servicekit.workload.Backoff;
import dev.mcp2026.servicekit.workload.ReceivedSvid;
import dev.mcp2026.servicekit.workload.WorkloadApiClient;
import dev.mcp2026.trust.TlsMaterial;
import io.grpc.Status;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The SVID that an identity cache, or another SPIFFE implementation, serves on its socket. Keys are in memory only.
final class WorkloadSvids implements SvidSource, AutoCloseable, WorkloadApiClient.Watcher<X509SVIDResponse> {
    private static final Logger LOG = Logger.getLogger(WorkloadSvids.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    private final String address;
    private final String hint;
    private final WorkloadApiClient client;
    private final List<Consumer<TlsMaterial>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile @Nullable TlsMaterial material;
    private volatile String trouble = "it has not answered";

    /// @param hint of the identity to use where there are several; empty for the first
    /// @param patience how long the first answer may take
    WorkloadSvids(String address, String hint, Duration patience) {
        this.address = address;
        this.hint = hint;
        this.client = new WorkloadApiClient(address, BACKOFF);
        client.watchX509Svids(this);
        try {
            if (!first.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                client.close();
                throw Faults.of(
                        FaultKind.UNAVAILABLE,
                        "no SVID from " + address + " within " + patience.toSeconds() + " s: " + trouble,
                        "is the identity cache running, and has it an entry for this process?"
                                + " mcpctl identity why PID tells");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            client.close();
            throw Faults.of(FaultKind.UNAVAILABLE, "interrupted before there was an SVID", "start again");
        }
    }

    @Override
    public void updated(X509SVIDResponse message) {
        try {
            ReceivedSvid mine = choose(message);
            TlsMaterial next = new TlsMaterial(mine.svid(), mine.bundle());
            boolean changed = !next.equals(material);
            material = next;
            first.countDown();
            if (changed) {
                LOG.infof(
                        "SVID received id=%s until=%s",
                        mine.svid().id(), mine.svid().leaf().getNotAfter().toInstant());
                listeners.forEach(listener -> listener.accept(next));
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            trouble = String.valueOf(e.getMessage());
            LOG.errorf("what came from %s can't be used: %s", address, e.getMessage());
        }
    }

    private ReceivedSvid choose(X509SVIDResponse message) throws GeneralSecurityException {
        for (X509SVID one : message.getSvidsList()) {
            if (hint.isEmpty() || one.getHint().equals(hint)) {
                return ReceivedSvid.of(one);
            }
        }
        throw new GeneralSecurityException(
                "none of " + message.getSvidsCount() + " SVIDs has the hint '" + hint + "' (mcp.identity.hint)");
    }

    @Override
    public void failed(Status status) {
        trouble = status.getCode() + (status.getDescription() == null ? "" : ": " + status.getDescription());
        if (material != null) {
            LOG.warnf("%s does not answer, the SVID at hand stays in use: %s", address, trouble);
        }
    }

    @Override
    public TlsMaterial current() {
        TlsMaterial known = material;
        if (known == null) {
            throw Faults.of(FaultKind.UNAVAILABLE, "there is no SVID yet: " + trouble, "try again");
        }
        return known;
    }

    @Override
    public void listen(Consumer<TlsMaterial> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        client.close();
    }
}
