package dev.mcp2026.saga.participant;

import dev.mcp2026.kernel.error.Faults;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names one effect: `<saga_id>:<action_type>:<16 hex>`. A call that bears it again is a repeat.
///
/// @param saga the saga that the effect belongs to
/// @param actionType what is done, in [SagaId]'s grammar
/// @param digits 16 lower-case hexadecimal digits, [ResourceKey#digits]
public record IdempotencyToken(SagaId saga, String actionType, String digits) {
    private static final Pattern FORM = Pattern.compile("([^:]+):([^:]+):([0-9a-f]{16})");
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{16}");

    public IdempotencyToken {
        Word.check(SagaHeader.TOKEN, actionType);
        if (!DIGITS.matcher(digits).matches()) {
            throw malformed(digits);
        }
    }

    public static IdempotencyToken of(SagaId saga, String actionType, ResourceKey resource) {
        return new IdempotencyToken(saga, actionType, resource.digits());
    }

    static IdempotencyToken parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || !Word.matches(parts.group(1)) || !Word.matches(parts.group(2))) {
            throw malformed(text);
        }
        return new IdempotencyToken(new SagaId(parts.group(1)), parts.group(2), parts.group(3));
    }

    private static RuntimeException malformed(String text) {
        return Faults.invalid(
                SagaHeader.TOKEN.http(),
                "'" + Word.shorten(text) + "' is malformed",
                "send <saga_id>:<action_type>:<16 hexadecimal digits in lower case>");
    }

    @Override
    public String toString() {
        return saga + ":" + actionType + ":" + digits;
    }
}
