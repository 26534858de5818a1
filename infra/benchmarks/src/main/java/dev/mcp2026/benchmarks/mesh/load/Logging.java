package dev.mcp2026.benchmarks.mesh.load;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Of these programs, which run without Quarkus and so without its configuration of the log.
final class Logging {
    private Logging() {}

    /// To be called before anything of Netty. The log manager on the class path, unconfigured, lets all pass down to
    /// traces, and netty-quic then has quiche write a line a frame: more than half of the CPU. Whichever manager
    /// java.util.logging has, its root is told.
    static void quiet() {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        Logger.getLogger("").setLevel(Level.INFO);
    }
}
