package dev.mcp2026.benchmarks.falsepositives;

/// What is done to a target, and what may rightly be said of it.
public enum Scenario {
    STEADY("steady", true),
    PAUSE_SHORT("process paused 0.5 s", true),
    PAUSE_LONG("process paused 1.5 s", true),
    BACKLOG_FULL("backlog full for 0.8 s", true),
    BURST_LOSS("40 % loss for 2 s, RTT 20 ms", true),
    ONE_RESET("all connections reset once", true),
    BLACKOUT("path dark for 300 ms", true),
    SLOW_OBSERVER("observer starved of CPU", true),
    CRASH("crash (SIGKILL)", false),
    HANG("hang (SIGSTOP)", false),
    BLACKHOLE("path dark for good", false);

    private final String label;
    private final boolean healthy;

    Scenario(String label, boolean healthy) {
        this.label = label;
        this.healthy = healthy;
    }

    public String label() {
        return label;
    }

    /// True: to call it DOWN is wrong. False: not to call it DOWN is.
    public boolean healthy() {
        return healthy;
    }

    boolean throughRelay() {
        return switch (this) {
            case BURST_LOSS, ONE_RESET, BLACKOUT, BLACKHOLE -> true;
            case STEADY, PAUSE_SHORT, PAUSE_LONG, BACKLOG_FULL, SLOW_OBSERVER, CRASH, HANG -> false;
        };
    }
}
