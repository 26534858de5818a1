package dev.mcp2026.coordinator.operations;

import dev.mcp2026.servicekit.authorization.Action;

/// What can be asked for. Nothing is allowed unless a rule says so.
public enum Right {
    START("saga:start"),
    READ("saga:read"),
    /// Cancel, retry and skip.
    STEER("saga:steer"),
    /// Long running actions: all that their clients and participants do.
    LRA("saga:lra");

    private final Action action;

    Right(String action) {
        this.action = Action.of(action);
    }

    public Action action() {
        return action;
    }
}
