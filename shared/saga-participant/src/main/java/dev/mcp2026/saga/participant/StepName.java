package dev.mcp2026.saga.participant;

/// Names one step within its saga; each branch of a step that fans out has a name of its own.
///
/// @param value 1 to 128 letters, digits, `.`, `_`, `/` or `-`, a letter or digit first
public record StepName(String value) {
    public StepName {
        Word.check(SagaHeader.STEP, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
