package dev.mcp2026.identity.operations;

import dev.mcp2026.identity.entry.EntryName;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.id.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Part of a list, and where it goes on.
///
/// @param next opaque; empty after the last
public record Page<T>(List<T> items, String next) {
    private static final int DEFAULT = 100;
    private static final int MAX = 1000;
    private static final int MAX_TOKEN = 1024;

    public Page {
        items = List.copyOf(items);
    }

    static int size(int asked) {
        if (asked < 0 || asked > MAX) {
            throw Faults.invalid("pageSize", asked + " is not a page size", "use 1 to " + MAX);
        }
        return asked == 0 ? DEFAULT : asked;
    }

    static String token(EntryName last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(last.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /// @return empty for the first page
    static Optional<EntryName> after(String token) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (token.length() <= MAX_TOKEN) {
                String[] parts =
                        new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII).split("/", -1);
                if (parts.length == 2) {
                    return Optional.of(new EntryName(new TenantId(parts[0]), parts[1]));
                }
            }
        } catch (IllegalArgumentException | FaultException notOurs) {
            // One answer for whatever is not a token of ours.
        }
        throw Faults.invalid("pageToken", "this is not a page token", "send the one of the page before, or none");
    }
}
