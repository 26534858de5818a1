package dev.mcp2026.saga.participant;

import dev.mcp2026.kernel.error.Faults;

/// Which way a step goes.
public enum ActionKind {
    /// Forwards.
    ACTION("action"),
    /// Back: undoes what the action of the same step did.
    COMPENSATION("compensation");

    private final String text;

    ActionKind(String text) {
        this.text = text;
    }

    /// As in the header and in the database.
    public String text() {
        return text;
    }

    static ActionKind parse(String text) {
        for (ActionKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw Faults.invalid(
                SagaHeader.ACTION.http(),
                "'" + Word.shorten(text) + "' is not known",
                "send '" + ACTION.text + "' or '" + COMPENSATION.text + "'");
    }
}
