package dev.mcp2026.servicekit.principal;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.servicekit.telemetry.LogKeys;
import dev.mcp2026.trust.BearerToken;
import dev.mcp2026.trust.SpiffeId;
import dev.mcp2026.trust.TokenTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/// The token table, read again when it is older than the reload period. A table that can't be read is as good
/// as none: a token must not outlive its removal because of a damaged file.
final class Tokens {
    private static final Logger LOG = Logger.getLogger(Tokens.class);

    private final Path file;
    private final long reloadNanos;
    private final LongSupplier nanoTime;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile Snapshot snapshot;

    private record Snapshot(TokenTable table, long readAt) {}

    Tokens(Path file, Duration reload, LongSupplier nanoTime) {
        this.file = file;
        this.reloadNanos = reload.toNanos();
        this.nanoTime = nanoTime;
        this.snapshot = new Snapshot(read(), nanoTime.getAsLong());
    }

    Optional<SpiffeId> principalOf(BearerToken token) {
        return current().principalOf(token);
    }

    private TokenTable current() {
        Snapshot seen = snapshot;
        long now = nanoTime.getAsLong();
        // One caller reads; the others go on with what there is.
        if (now - seen.readAt() < reloadNanos || !reading.compareAndSet(false, true)) {
            return seen.table();
        }
        try {
            TokenTable fresh = read();
            snapshot = new Snapshot(fresh, now);
            return fresh;
        } finally {
            reading.set(false);
        }
    }

    private TokenTable read() {
        if (!Files.exists(file)) {
            return TokenTable.empty();
        }
        try {
            return TokenTable.read(file);
        } catch (IOException | FaultException unusable) {
            LOG.errorf("token table refused %s=%s %s=%s", LogKeys.FILE, file, LogKeys.REASON, unusable.getMessage());
            return TokenTable.empty();
        }
    }
}
