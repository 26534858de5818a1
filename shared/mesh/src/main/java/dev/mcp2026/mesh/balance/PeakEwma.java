package dev.mcp2026.mesh.balance;

/// A latency that rises at once and falls slowly: an exponentially weighted moving average over time that a higher
/// sample replaces (Finagle's peak EWMA). It also falls while no samples come, so that an endpoint which was slow is
/// tried again some time. Safe for several threads.
final class PeakEwma {
    private final double memoryNanos;
    private double latency;
    private long atNanos;

    PeakEwma(double memoryNanos, long nowNanos) {
        this.memoryNanos = memoryNanos;
        this.atNanos = nowNanos;
    }

    synchronized void observe(double sampleNanos, long nowNanos) {
        double kept = kept(nowNanos);
        latency = sampleNanos > latency * kept ? sampleNanos : latency * kept + sampleNanos * (1 - kept);
        atNanos = nowNanos;
    }

    synchronized double value(long nowNanos) {
        return latency * kept(nowNanos);
    }

    synchronized void reset(long nowNanos) {
        latency = 0;
        atNanos = nowNanos;
    }

    private double kept(long nowNanos) {
        return Math.exp(-Math.max(0, nowNanos - atNanos) / memoryNanos);
    }
}
