package dev.mcp2026.registry.wire;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.catalogue.InstanceKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The last key of a page, as an opaque word.
public final class PageToken {
    private static final int MAX_CHARS = 1024;
    private static final int PARTS = 4;

    private PageToken() {}

    public static String encode(@Nullable InstanceKey key) {
        return key == null
                ? ""
                : Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(key.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT if it was never a token
    public static @Nullable InstanceKey decode(String token) {
        if (token.isEmpty()) {
            return null;
        }
        try {
            if (token.length() <= MAX_CHARS) {
                String[] parts =
                        new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII).split("/", -1);
                if (parts.length == PARTS) {
                    return new InstanceKey(
                            new CellId(parts[0]),
                            new TenantId(parts[1]),
                            new ServiceName(parts[2]),
                            new InstanceId(parts[3]));
                }
            }
        } catch (IllegalArgumentException | dev.mcp2026.kernel.error.FaultException notOurs) {
            // Falls through to the one answer for whatever is not a token of ours.
        }
        throw Faults.invalid(
                "page_token", "this is not a page token", "send next_page_token of the page before, or none");
    }
}
