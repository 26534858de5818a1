package dev.mcp2026.store;

/// How a stored number must stand to the given one.
public enum Relation {
    EQUAL,
    NOT_EQUAL,
    GREATER,
    LESS;

    boolean holds(long stored, long given) {
        return switch (this) {
            case EQUAL -> stored == given;
            case NOT_EQUAL -> stored != given;
            case GREATER -> stored > given;
            case LESS -> stored < given;
        };
    }
}
