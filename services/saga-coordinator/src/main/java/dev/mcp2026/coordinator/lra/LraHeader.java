package dev.mcp2026.coordinator.lra;

/// Names of headers on the wire (MicroProfile LRA 2.0, section 3.2; the `Narayana` ones are of its coordinator's
/// interface).
public final class LraHeader {
    public static final String CONTEXT = "Long-Running-Action";
    public static final String PARENT = "Long-Running-Action-Parent";
    public static final String ENDED = "Long-Running-Action-Ended";
    public static final String RECOVERY = "Long-Running-Action-Recovery";
    public static final String DATA = "Narayana-LRA-Participant-Data";
    public static final String LINK = "Narayana-LRA-Participant-Link";
    public static final String VERSION = "Narayana-LRA-API-version";

    private LraHeader() {}
}
