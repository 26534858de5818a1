package dev.mcp2026.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.store.Entry;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.KeyPrefix;
import dev.mcp2026.store.Op;
import dev.mcp2026.store.RangePage;
import dev.mcp2026.store.RangeQuery;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.Txn;
import dev.mcp2026.store.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The invariants after a crash: what was acknowledged is there with its revision, and no transaction is there in part.
final class CrashCheck {
    private static final List<String> PARTS = List.of("a/", "m/", "z/");

    private CrashCheck() {}

    /// Three keys far apart, so that they lie on different pages, and one that all overwrite.
    static Txn transaction(String id) {
        List<Op> ops = new ArrayList<>();
        for (String part : PARTS) {
            ops.add(Op.put(new Key(part + id), Value.of(id + "x".repeat(id.hashCode() & 255))));
        }
        ops.add(Op.put(new Key("hot"), Value.of(id)));
        return new Txn(List.of(), ops, List.of());
    }

    /// @param acknowledged id → revision
    /// @return how many transactions the store holds
    static int check(String context, Store store, Map<String, Long> acknowledged) {
        Map<String, List<Entry>> found = new HashMap<>();
        for (String part : PARTS) {
            for (Entry entry : all(store, new KeyPrefix(part))) {
                found.computeIfAbsent(entry.key().value().substring(part.length()), _ -> new ArrayList<>())
                        .add(entry);
            }
        }
        long highest = 0;
        for (Map.Entry<String, List<Entry>> one : found.entrySet()) {
            assertThat(one.getValue())
                    .as("%s: half of %s", context, one.getKey())
                    .hasSize(PARTS.size());
            assertThat(one.getValue().stream().map(Entry::modified).distinct())
                    .as(context)
                    .hasSize(1);
            assertThat(one.getValue().stream().map(Entry::value).distinct())
                    .as(context)
                    .hasSize(1);
            highest = Math.max(highest, one.getValue().getFirst().modified().value());
        }
        acknowledged.forEach((id, revision) -> {
            assertThat(found)
                    .as("%s: lost acknowledged %s at %d", context, id, revision)
                    .containsKey(id);
            assertThat(found.get(id).getFirst().modified().value()).as(context).isEqualTo(revision);
        });
        if (!found.isEmpty()) {
            Entry hot = store.get(new Key("hot")).entry().orElseThrow();
            assertThat(hot.modified().value())
                    .as("%s: the common key is of the last one", context)
                    .isEqualTo(highest);
        }
        return found.size();
    }

    private static List<Entry> all(Store store, KeyPrefix prefix) {
        List<Entry> all = new ArrayList<>();
        RangeQuery query = RangeQuery.of(prefix);
        RangePage page;
        do {
            page = store.range(query);
            all.addAll(page.entries());
            query = page.more() ? query.after(page.entries().getLast().key()) : query;
        } while (page.more());
        return all;
    }
}
