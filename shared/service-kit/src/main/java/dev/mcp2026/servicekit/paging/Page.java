package dev.mcp2026.servicekit.paging;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.Faults;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    /// Cuts what was found.
    ///
    /// @param found one more than `size` where there are more
    /// @param place of an item in the list, in ASCII
    public static <T> Page<T> of(List<T> found, int size, Function<T, String> place) {
        if (found.size() <= size) {
            return new Page<>(found, "");
        }
        List<T> items = found.subList(0, size);
        return new Page<>(items, token(place.apply(items.getLast())));
    }

    /// How many items a page has.
    ///
    /// @throws FaultException INVALID_ARGUMENT
    public static int size(int asked) {
        if (asked < 0 || asked > MAX) {
            throw Faults.invalid("pageSize", asked + " is not a page size", "use 1 to " + MAX);
        }
        return asked == 0 ? DEFAULT : asked;
    }

    private static String token(String place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.US_ASCII));
    }

    /// Where the page before ended.
    ///
    /// @param place reads what `of` was given, and throws FaultException or IllegalArgumentException for all else
    /// @return empty for the first page
    /// @throws FaultException INVALID_ARGUMENT for what is no token of ours
    public static <P> Optional<P> after(String token, Function<String, P> place) {
        if (token.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (token.length() <= MAX_TOKEN) {
                return Optional.of(
                        place.apply(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII)));
            }
        } catch (IllegalArgumentException | FaultException notOurs) {
            // One answer for whatever is not a token of ours.
        }
        throw Faults.invalid("pageToken", "this is not a page token", "send the one of the page before, or none");
    }
}
