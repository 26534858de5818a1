package dev.mcp2026.saga.participant;

import dev.mcp2026.kernel.error.Faults;
import java.util.regex.Pattern;

/// Grammar shared by saga ids, step names and action types: what fits a header, a key of a database and a log line.
final class Word {
    static final int MAX_CHARS = 128;
    private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0," + (MAX_CHARS - 1) + "}");
    private static final int SHOWN_CHARS = 80;

    private Word() {}

    static boolean matches(String value) {
        return GRAMMAR.matcher(value).matches();
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT naming `header`
    static String check(SagaHeader header, String value) {
        if (!matches(value)) {
            throw Faults.invalid(
                    header.http(),
                    "'" + shorten(value) + "' is malformed",
                    "send 1 to " + MAX_CHARS + " letters, digits, '.', '_', '/' or '-', a letter or digit first");
        }
        return value;
    }

    static String shorten(String value) {
        return value.length() <= SHOWN_CHARS ? value : value.substring(0, SHOWN_CHARS) + "…";
    }
}
