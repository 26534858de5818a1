package dev.mcp2026.servicekit.telemetry;

/// Names of the keys in log lines, one spelling for all services. A message is constant text followed by
/// `key=value` pairs.
public final class LogKeys {
    public static final String ACTION = "action";
    public static final String CELL = "cell";
    public static final String COUNT = "count";
    public static final String DURATION_MS = "durationMs";
    public static final String ENDPOINT = "endpoint";
    public static final String FILE = "file";
    public static final String INSTANCE = "instance";
    public static final String KIND = "kind";
    public static final String METHOD = "method";
    public static final String PATH = "path";
    public static final String PEER = "peer";
    public static final String PRINCIPAL = "principal";
    public static final String REASON = "reason";
    public static final String SERVICE = "service";
    public static final String STATE = "state";
    public static final String TENANT = "tenant";
    public static final String TRACE = "traceId";
    public static final String UNTIL = "until";

    private LogKeys() {}
}
