package dev.mcp2026.servicekit.tls;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.trust.TlsMaterial;
import dev.mcp2026.trust.TrustDirectory.SvidFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// The SVID in a directory, looked at again every so often.
final class FileSvids implements SvidSource, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FileSvids.class);

    private final SvidFiles files;
    private final List<Consumer<TlsMaterial>> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile TlsMaterial material;

    FileSvids(Path directory, Duration period) {
        this.files = new SvidFiles(directory);
        try {
            material = TlsMaterial.read(files);
        } catch (IOException | GeneralSecurityException e) {
            throw Faults.of(
                    FaultKind.UNAVAILABLE,
                    "the SVID in " + directory + " can't be used: " + e,
                    "make it with mcpctl trust init, or set mcp.trust.svid or mcp.identity.workload-api");
        }
        thread = Thread.ofVirtual().name("svid-files").start(() -> {
            try {
                while (true) {
                    Thread.sleep(period);
                    look();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void look() {
        try {
            TlsMaterial next = TlsMaterial.read(files);
            if (!next.equals(material)) {
                material = next;
                listeners.forEach(listener -> listener.accept(next));
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.warnf("the SVID at hand stays in use: %s", e.getMessage());
        }
    }

    @Override
    public TlsMaterial current() {
        return material;
    }

    @Override
    public void listen(Consumer<TlsMaterial> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
