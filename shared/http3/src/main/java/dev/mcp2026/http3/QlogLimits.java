package dev.mcp2026.http3;

import dev.mcp2026.kernel.limit.Limit;

/// What logging may take.
///
/// @param connections logged at once; more are not
/// @param files kept in the directory; the oldest go
/// @param fileBytes of a file, after which its connection's log goes on in another. It is looked at once a second, so a
/// file is longer by what its connection writes in one
public record QlogLimits(Limit connections, Limit files, Limit fileBytes) {
    public QlogLimits {
        if (files.max() < connections.max()) {
            throw new IllegalArgumentException(files.name() + " is " + files.max() + ": each of the "
                    + connections.max() + " connections that " + connections.name() + " allows has a file");
        }
    }

    public static QlogLimits defaults() {
        return new QlogLimits(
                new Limit("mcp.http3.qlog.connections", 16, "connections"),
                new Limit("mcp.http3.qlog.files", 64, "files"),
                new Limit("mcp.http3.qlog.file-bytes", 8 << 20, "bytes"));
    }
}
