package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.http3.Http3Settings;
import dev.mcp2026.http3.Qlog;
import dev.mcp2026.http3.QlogLimits;
import dev.mcp2026.http3.Tenure;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;
import java.time.InstantSource;

/// From `mcp.mesh.connection.*` and `mcp.mesh.qlog.*` to the bounds of QUIC connections.
final class ConnectionSettings {
    private static final String PREFIX = "mcp.mesh.connection.";
    private static final long MOST = 100_000;
    private static final Duration DAY = Duration.ofDays(1);

    private ConnectionSettings() {}

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT, naming the setting that is out of its range
    static Http3Settings of(MeshConfig.Connection config, MeshConfig.Qlog qlog, int messageBytes) {
        // Any shorter, and a path that is merely slow would end its connections.
        Duration idle = within("idle", config.idle(), Duration.ofSeconds(1), Duration.ofMinutes(10));
        return Http3Settings.defaults()
                .withMessageBytes(messageBytes)
                .withCounts(counts(config))
                .withIdle(idle)
                .withSending(sending(config))
                .withTenure(tenure(config))
                .withQlog(logs(qlog));
    }

    private static Http3Settings.Counts counts(MeshConfig.Connection config) {
        return new Http3Settings.Counts(
                limit("max-streams", config.maxStreams(), "calls", MOST),
                limit("max-connections", config.maxConnections(), "connections", MOST),
                limit("max-connections-per-peer", config.maxConnectionsPerPeer(), "connections", MOST));
    }

    private static Http3Settings.Sending sending(MeshConfig.Connection config) {
        double share = within("duplicate-from", config.duplicateFrom(), 0.0, 1.0);
        Limit rate = limit("duplicated-bytes", config.duplicatedBytes(), "bytes/s", Integer.MAX_VALUE);
        Http3Settings.Sending sending = Http3Settings.defaults().sending();
        return new Http3Settings.Sending(
                sending.initialWindowPackets(),
                config.congestion(),
                sending.duplication().with(share, rate));
    }

    private static Tenure tenure(MeshConfig.Connection config) {
        Duration age = config.maxAge();
        return new Tenure(
                age.isZero() ? age : within("max-age", age, Duration.ofSeconds(1), DAY.multipliedBy(30)),
                within("max-age-grace", config.maxAgeGrace(), Duration.ZERO, DAY),
                Duration.ZERO);
    }

    private static Qlog logs(MeshConfig.Qlog config) {
        QlogLimits limits = new QlogLimits(
                new Limit("mcp.mesh.qlog.connections", config.connections(), "connections"),
                new Limit("mcp.mesh.qlog.files", config.files(), "files"),
                new Limit("mcp.mesh.qlog.file-bytes", config.fileBytes(), "bytes"));
        return config.directory()
                .map(directory -> Qlog.into(directory, limits, InstantSource.system()))
                .orElseGet(Qlog::off);
    }

    private static Limit limit(String key, long value, String unit, long most) {
        return new Limit(PREFIX + key, within(key, value, 1L, most), unit);
    }

    private static <T extends Comparable<T>> T within(String key, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw Faults.invalid(
                    PREFIX + key,
                    value + " is out of range",
                    "set it to " + least + " at least and " + most + " at most");
        }
        return value;
    }
}
