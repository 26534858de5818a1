package dev.mcp2026.saga.participant;

/// Names one run of a saga.
///
/// @param value 1 to 128 letters, digits, `.`, `_`, `/` or `-`, a letter or digit first
public record SagaId(String value) {
    public SagaId {
        Word.check(SagaHeader.SAGA, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
