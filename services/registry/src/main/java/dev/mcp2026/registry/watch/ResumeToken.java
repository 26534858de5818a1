package dev.mcp2026.registry.watch;

import dev.mcp2026.kernel.error.Faults;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Where a watch stopped. Opaque to clients; valid in the process that gave it, elsewhere it leads
/// to a reset.
///
/// @param incarnation of the process
/// @param revision the last one seen
public record ResumeToken(long incarnation, long revision) {
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}-[0-9a-f]{1,16}");

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT if it was never a token
    public static ResumeToken parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw Faults.invalid(
                    "resume_token",
                    "this is not a resume token",
                    "send one from an earlier answer, or none to start afresh");
        }
        return new ResumeToken(
                Long.parseUnsignedLong(text.substring(0, 16), 16), Long.parseUnsignedLong(text.substring(17), 16));
    }

    @Override
    public String toString() {
        return HEX.toHexDigits(incarnation) + '-' + Long.toHexString(revision);
    }
}
