package dev.mcp2026.mcpctl.connection;

import dev.mcp2026.kernel.limit.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Every page of a listing.
public final class Pages {
    public static final int SIZE = 1_000;
    private static final Limit ITEMS = new Limit("items of one listing", 1_000_000, "items");

    private Pages() {}

    /// @param next what follows the page that has the items; empty after the last
    public record Page<T>(List<T> items, String next) {}

    /// @param ask for the page of a token, the first one's being empty
    public static <T> List<T> all(String field, Function<String, Page<T>> ask) {
        return all(ITEMS, field, ask);
    }

    /// @param most items of all pages together
    public static <T> List<T> all(Limit most, String field, Function<String, Page<T>> ask) {
        List<T> items = new ArrayList<>();
        String token = "";
        do {
            Page<T> page = ask.apply(token);
            items.addAll(page.items());
            most.check(field, items.size());
            token = page.next();
        } while (!token.isEmpty());
        return items;
    }
}
