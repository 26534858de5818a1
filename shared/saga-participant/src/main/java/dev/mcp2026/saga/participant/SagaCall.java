package dev.mcp2026.saga.participant;

import dev.mcp2026.kernel.error.Faults;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the coordinator says about a call, beside its payload.
///
/// @param token the effect's name; of the same saga
/// @param step which step of the saga
/// @param kind forwards or back
/// @param epoch the coordinator's fencing token, at least 1
/// @param deadline after it, the coordinator does not wait any more
/// @param resource what the step works on
public record SagaCall(
        IdempotencyToken token, StepName step, ActionKind kind, long epoch, Instant deadline, ResourceKey resource) {
    private static final Pattern DECIMAL = Pattern.compile("[1-9][0-9]{0,18}");
    private static final Pattern RFC_3339 =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    public SagaCall {
        if (epoch < 1) {
            throw badEpoch(Long.toString(epoch));
        }
    }

    public SagaId saga() {
        return token.saga();
    }

    /// Reads HTTP headers.
    ///
    /// @param headers gives a header's value, or null if it is not there
    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT or LIMIT_EXCEEDED; its field is the header
    public static SagaCall fromHeaders(Function<String, @Nullable String> headers) {
        return read(header -> headers.apply(header.http()));
    }

    /// Reads gRPC metadata, whose keys are the headers' names in lower case.
    ///
    /// @throws dev.mcp2026.kernel.error.FaultException as [#fromHeaders]
    public static SagaCall fromMetadata(Function<String, @Nullable String> metadata) {
        return read(header -> metadata.apply(header.grpc()));
    }

    private static SagaCall read(Function<SagaHeader, @Nullable String> values) {
        IdempotencyToken token = IdempotencyToken.parse(require(values, SagaHeader.TOKEN));
        SagaId saga = new SagaId(require(values, SagaHeader.SAGA));
        StepName step = new StepName(require(values, SagaHeader.STEP));
        ActionKind kind = ActionKind.parse(require(values, SagaHeader.ACTION));
        long epoch = epoch(require(values, SagaHeader.EPOCH));
        Instant deadline = deadline(require(values, SagaHeader.DEADLINE));
        ResourceKey resource = ResourceKey.parse(require(values, SagaHeader.RESOURCE));
        if (!token.saga().equals(saga)) {
            throw Faults.invalid(SagaHeader.SAGA.http(), "it is not the token's saga", "send the token of this saga");
        }
        if (!token.digits().equals(resource.digits())) {
            throw Faults.invalid(
                    SagaHeader.RESOURCE.http(),
                    "the token's digits are not of this key",
                    "end the token in the first 16 digits of the key's SHA-256");
        }
        return new SagaCall(token, step, kind, epoch, deadline, resource);
    }

    private static String require(Function<SagaHeader, @Nullable String> values, SagaHeader header) {
        String value = values.apply(header);
        if (value == null || value.isEmpty()) {
            throw Faults.invalid(header.http(), "it is missing", "send it with each call of a saga");
        }
        return value;
    }

    private static long epoch(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw badEpoch(text);
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLarge) {
            throw badEpoch(text);
        }
    }

    private static RuntimeException badEpoch(String text) {
        return Faults.invalid(
                SagaHeader.EPOCH.http(),
                "'" + Word.shorten(text) + "' is not an epoch",
                "send a decimal number from 1 to " + Long.MAX_VALUE);
    }

    private static Instant deadline(String text) {
        try {
            if (RFC_3339.matcher(text).matches()) {
                return Instant.parse(text);
            }
        } catch (DateTimeParseException noSuchDate) {
            // Refused below: it has the form, and no calendar has the day.
        }
        throw Faults.invalid(
                SagaHeader.DEADLINE.http(),
                "'" + Word.shorten(text) + "' is not a date and time",
                "send RFC 3339, such as 2026-01-31T12:00:00Z");
    }
}
