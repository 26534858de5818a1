package dev.mcp2026.identity.operations;

import dev.mcp2026.servicekit.authorization.Action;

/// What can be asked for. Nothing is allowed unless a rule says so.
public enum Right {
    WRITE_ENTRIES("identity:write-entries"),
    READ_ENTRIES("identity:read-entries"),
    /// Its own identity, for the suite's services and workloads.
    SIGN("identity:sign"),
    BUNDLES("identity:bundles"),
    READ_SVIDS("identity:read-svids"),
    EXPLAIN("identity:explain"),
    ROTATE("identity:rotate"),
    FEDERATE("identity:federate");

    private final Action action;

    Right(String action) {
        this.action = Action.of(action);
    }

    public Action action() {
        return action;
    }
}
