package dev.mcp2026.mcpctl;

import dev.mcp2026.kernel.error.FaultKind;

/// The process's answer to scripts. 0 is success, 1 a bug, 2 a wrong command line; from 3 on, the error taxonomy.
/// 14 is no fault but an answer. Scripts rely on the numbers: they never change.
public final class ExitCodes {
    public static final int OK = 0;
    public static final int INTERNAL = 1;
    public static final int USAGE = 2;
    /// A saga went back: not a failure of the command, and not what was asked for.
    public static final int COMPENSATED = 14;

    private ExitCodes() {}

    public static int of(FaultKind kind) {
        return switch (kind) {
            case INTERNAL -> INTERNAL;
            case INVALID_ARGUMENT -> 3;
            case UNAUTHENTICATED -> 4;
            case PERMISSION_DENIED -> 5;
            case NOT_FOUND -> 6;
            case CONFLICT -> 7;
            case PRECONDITION_FAILED -> 8;
            case LIMIT_EXCEEDED -> 9;
            case CLOCK_SKEW -> 10;
            case READ_ONLY -> 11;
            case UNAVAILABLE -> 12;
            case DEADLINE_EXCEEDED -> 13;
        };
    }

    /// For `mcpctl help exit-codes`.
    static String meaning(FaultKind kind) {
        return switch (kind) {
            case INVALID_ARGUMENT -> "a field of the input is malformed or out of range";
            case UNAUTHENTICATED -> "no acceptable proof of identity, of this side or the cell";
            case PERMISSION_DENIED -> "this identity may not do that";
            case NOT_FOUND -> "the named thing does not exist";
            case CONFLICT -> "the name or idempotency key is in use for something else";
            case PRECONDITION_FAILED -> "it changed in the meantime; read again and retry";
            case LIMIT_EXCEEDED -> "a named limit would be exceeded";
            case CLOCK_SKEW -> "a time stamp is too far in the future";
            case READ_ONLY -> "the store answers reads and refuses writes at present";
            case UNAVAILABLE -> "the cell can't be reached; retrying later can help";
            case DEADLINE_EXCEEDED -> "no answer in time; the effect is unknown";
            case INTERNAL -> "a bug, here or in the cell";
        };
    }
}
