package dev.mcp2026.kernel.error;

/// What kind of failure a caller sees. The order is stable: exit codes are derived from it.
public enum FaultKind {
    /// A field of the request is malformed or out of range. Retrying unchanged cannot help.
    INVALID_ARGUMENT,
    /// No acceptable proof of identity came with the call.
    UNAUTHENTICATED,
    /// The principal is known and may not do this.
    PERMISSION_DENIED,
    /// The named thing does not exist (or the caller may not know that it does).
    NOT_FOUND,
    /// The same idempotency key or name is in use for something else.
    CONFLICT,
    /// A compare-and-set saw another revision; read again and retry.
    PRECONDITION_FAILED,
    /// A named limit would be exceeded.
    LIMIT_EXCEEDED,
    /// A time stamp is too far in the future to be believed.
    CLOCK_SKEW,
    /// The store answers reads and refuses writes at present.
    READ_ONLY,
    /// The server, or something that it needs, can't be reached now. Retrying later can help.
    UNAVAILABLE,
    /// The deadline passed before there was an answer; the effect is unknown.
    DEADLINE_EXCEEDED,
    /// A bug. The message carries nothing of the inside; the log has it by trace id.
    INTERNAL
}
