package dev.mcp2026.identity.shared;

/// Carries a [Refusal] from where it is found to where it is counted. Without a stack trace: it is an answer, not a
/// bug.
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Refusal why;

    RefusedException(Refusal why) {
        super(why.name(), null, false, false);
        this.why = why;
    }

    Refusal why() {
        return why;
    }
}
