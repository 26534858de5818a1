package dev.mcp2026.mesh.balance;

/// How calls to an endpoint went.
///
/// @param succeeded in this interval
/// @param failed in this interval
/// @param failedInARow the newest ones, of any interval
record CallCounts(long succeeded, long failed, long failedInARow) {
    static final CallCounts NONE = new CallCounts(0, 0, 0);

    long total() {
        return succeeded + failed;
    }

    double successRate() {
        return total() == 0 ? 1 : (double) succeeded / total();
    }
}
