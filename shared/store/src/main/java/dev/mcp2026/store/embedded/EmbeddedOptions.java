package dev.mcp2026.store.embedded;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.store.StoreLimits;
import java.nio.file.Path;
import java.time.Duration;

/// @param file the data file, made with mode 0600 if missing; its directory must exist
/// @param writeTimeout how long a caller waits for the disk before it is told DEADLINE_EXCEEDED
/// @param recheckEvery how often a READ_ONLY store tries to write again
/// @param reserveBytes free space below which no write is begun, so that the disk is never filled to the last byte
/// @param cacheMegabytes memory for pages read from the file
/// @param groupTxns transactions that share one sync
/// @param groupBytes bytes of those transactions, roughly
public record EmbeddedOptions(
        Path file,
        StoreLimits limits,
        Duration writeTimeout,
        Duration recheckEvery,
        long reserveBytes,
        int cacheMegabytes,
        Limit groupTxns,
        Limit groupBytes) {
    public static EmbeddedOptions at(Path file) {
        return new EmbeddedOptions(
                file,
                StoreLimits.defaults(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                32L << 20,
                32,
                new Limit("mcp.store.group-txns", 512, "transactions"),
                new Limit("mcp.store.group-bytes", 8 << 20, "bytes"));
    }

    public EmbeddedOptions withLimits(StoreLimits other) {
        return new EmbeddedOptions(
                file, other, writeTimeout, recheckEvery, reserveBytes, cacheMegabytes, groupTxns, groupBytes);
    }

    public EmbeddedOptions withReserveBytes(long bytes) {
        return new EmbeddedOptions(
                file, limits, writeTimeout, recheckEvery, bytes, cacheMegabytes, groupTxns, groupBytes);
    }

    public EmbeddedOptions withRecheckEvery(Duration every) {
        return new EmbeddedOptions(
                file, limits, writeTimeout, every, reserveBytes, cacheMegabytes, groupTxns, groupBytes);
    }
}
