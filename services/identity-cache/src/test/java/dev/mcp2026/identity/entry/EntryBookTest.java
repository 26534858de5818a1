package dev.mcp2026.identity.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import dev.mcp2026.identity.testing.TestCache;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.store.Key;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.StoreLimits;
import dev.mcp2026.store.Value;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.clock.FakeClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryBookTest {
    private static final TenantId SHOP = TestCache.SHOP;
    private static final TenantId BANK = new TenantId("bank");
    private static final Duration PATIENCE = TestCache.PATIENCE;
    private static final Entry WEB = TestCache.entry(SHOP, "web", "unix:uid:1");
    private static final Entry OTHER = TestCache.entry(SHOP, "web", "unix:uid:2");

    @TempDir
    Path directory;

    private final FakeClock clock = new FakeClock();
    private final List<EntryBook> books = new ArrayList<>();
    private Store store;

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(options());
    }

    private EmbeddedOptions options() {
        return EmbeddedOptions.at(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        books.forEach(EntryBook::close);
        store.close();
    }

    private EntryBook book(Entry... fixed) {
        EntryBook book = unread(fixed);
        book.start();
        Await.until("the store to be read", PATIENCE, book::isLoaded);
        return book;
    }

    private EntryBook unread(Entry... fixed) {
        EntryBook book = new EntryBook(
                store,
                new CellId("cell1"),
                clock,
                new EntryBook.Limits(new Limit("all", 4, "entries"), new Limit("one's", 3, "entries")),
                List.of(fixed));
        books.add(book);
        return book;
    }

    private static Entry fixed(Entry entry) {
        return EntryCodec.decode(EntryCodec.encode(entry), true, Instant.EPOCH);
    }

    private static void refused(FaultKind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(kind));
    }

    @Test
    void findsWhatWasPutAsSoonAsThePutReturns() {
        EntryBook book = book();
        assertThat(book.put(WEB)).isEqualTo(EntryBook.Outcome.CREATED);
        assertThat(book.index().matching(WEB.selectors())).containsExactly(WEB);
        assertThat(book.put(OTHER)).isEqualTo(EntryBook.Outcome.UPDATED);
        assertThat(book.index().matching(WEB.selectors())).isEmpty();
        assertThat(book.delete(WEB.key())).isTrue();
        assertThat(book.index().matching(OTHER.selectors())).isEmpty();
        assertThat(book.delete(WEB.key())).isFalse();
    }

    @Test
    void doesNotWriteWhatIsThereAlready() {
        EntryBook book = book();
        book.put(WEB);
        Entry later = EntryCodec.decode(EntryCodec.encode(WEB), false, Instant.EPOCH.plusSeconds(5));
        assertThat(book.put(later)).isEqualTo(EntryBook.Outcome.UNCHANGED);
        assertThat(book.index().get(WEB.key())).hasValue(WEB);
    }

    @Test
    void survivesARestart() {
        book().put(WEB);
        books.removeFirst().close();
        store.close();
        store = EmbeddedStore.open(options());
        assertThat(book().index().get(WEB.key())).hasValue(WEB);
    }

    @Test
    void seesWhatAnotherCacheOfTheCellWrites() {
        EntryBook first = book();
        EntryBook second = book();
        List<String> heard = new CopyOnWriteArrayList<>();
        second.listen((before, after) -> heard.add(selectors(before) + " to " + selectors(after)));
        first.put(WEB);
        first.put(OTHER);
        first.delete(WEB.key());
        Await.until("three changes", PATIENCE, () -> heard.size() == 3);
        assertThat(heard).containsExactly("[] to [unix:uid:1]", "[unix:uid:1] to [unix:uid:2]", "[unix:uid:2] to []");
        assertThat(second.index().size()).isZero();
    }

    private static String selectors(Optional<Entry> entry) {
        return entry.map(Entry::selectors).orElse(Set.of()).toString();
    }

    @Test
    void letsEntriesOfTheConfigurationWin() {
        Entry fixed = fixed(WEB);
        EntryBook book = book(fixed);
        refused(FaultKind.CONFLICT, () -> book.put(OTHER));
        refused(FaultKind.CONFLICT, () -> book.delete(WEB.key()));
        EntryBook without = book();
        without.put(OTHER);
        without.put(TestCache.entry(BANK, "web", "unix:uid:3"));
        Await.until("the one after it", PATIENCE, () -> book.index().size() == 2);
        assertThat(book.index().get(WEB.key())).hasValue(fixed);
        without.delete(WEB.key());
        without.delete(new EntryName(BANK, "web"));
        Await.until("the one after it", PATIENCE, () -> book.index().size() == 1);
        assertThat(book.index().get(WEB.key())).hasValue(fixed);
    }

    @Test
    void answersByItsConfigurationBeforeTheStoreIsRead() {
        EntryBook book = unread(fixed(WEB));
        assertThat(book.index().matching(WEB.selectors())).hasSize(1);
        refused(FaultKind.UNAVAILABLE, () -> book.put(TestCache.entry(SHOP, "new", "unix:uid:1")));
    }

    @Test
    void hasALimitForEachTenantAndForAll() {
        EntryBook book = book();
        for (String name : List.of("a", "b", "c")) {
            book.put(TestCache.entry(SHOP, name, "unix:uid:1"));
        }
        refused(FaultKind.LIMIT_EXCEEDED, () -> book.put(TestCache.entry(SHOP, "d", "unix:uid:1")));
        // A change needs no more room.
        assertThat(book.put(TestCache.entry(SHOP, "c", "unix:uid:2"))).isEqualTo(EntryBook.Outcome.UPDATED);
        book.put(TestCache.entry(BANK, "a", "unix:uid:1"));
        refused(FaultKind.LIMIT_EXCEEDED, () -> book.put(TestCache.entry(BANK, "b", "unix:uid:1")));
        book.delete(new EntryName(SHOP, "a"));
        assertThat(book.put(TestCache.entry(BANK, "b", "unix:uid:1"))).isEqualTo(EntryBook.Outcome.CREATED);
    }

    @Test
    void knowsWhichTenantsHaveEntries() {
        EntryBook book = book();
        book.put(WEB);
        book.put(TestCache.entry(BANK, "a", "unix:uid:1"));
        assertThat(book.tenants()).containsExactlyInAnyOrder(SHOP, BANK);
        book.delete(WEB.key());
        assertThat(book.tenants()).containsExactly(BANK);
    }

    @Test
    void isNotHinderedByValuesThatAreNoEntries() {
        byte[] impossible = EntryCodec.encode(TestCache.entry(SHOP, "impossible", "unix:uid:1")).toBuilder()
                .setChanged(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
                .build()
                .toByteArray();
        raw("shop/a", "no message".getBytes(StandardCharsets.UTF_8));
        raw("shop/impossible", impossible);
        raw(
                "shop/stolen",
                EntryCodec.encode(TestCache.entry(BANK, "a", "unix:uid:1")).toByteArray());
        raw("shop/a/b", EntryCodec.encode(WEB).toByteArray());
        raw("SHOP/a", new byte[0]);
        raw("shop/web", EntryCodec.encode(WEB).toByteArray());
        EntryBook book = book();
        assertThat(book.index().page(Optional.empty(), any -> true, 10)).containsExactly(WEB);
        // The same while it follows the store.
        raw("shop/b", "no message".getBytes(StandardCharsets.UTF_8));
        raw("shop/impossible2", impossible);
        raw("bank/impossible", impossible);
        Entry next = TestCache.entry(BANK, "next", "unix:uid:1");
        assertThat(book.put(next)).isEqualTo(EntryBook.Outcome.CREATED);
        assertThat(book.index().page(Optional.empty(), any -> true, 10)).containsExactly(next, WEB);
    }

    private void raw(String name, byte[] value) {
        store.put(new Key("identity/cell1/entry/" + name), Value.of(value));
    }

    @Test
    void readsTheStoreAgainWhereItsHistoryIsGone() throws Exception {
        store.close();
        store = EmbeddedStore.open(options()
                .withLimits(StoreLimits.defaults().withHistoryRevisions(4).withWatchEvents(2)));
        EntryBook book = book();
        book.put(WEB);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch holding = new CountDownLatch(1);
        book.listen((before, after) -> {
            holding.countDown();
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        raw("shop/web", EntryCodec.encode(OTHER).toByteArray());
        holding.await();
        // While it is busy with the first change, more happen than the store keeps.
        Entry last = TestCache.entry(BANK, "last", "unix:uid:9");
        store.delete(new Key("identity/cell1/entry/shop/web"));
        for (int i = 0; i < 50; i++) {
            raw(
                    "bank/last",
                    EntryCodec.encode(TestCache.entry(BANK, "last", "unix:uid:" + i))
                            .toByteArray());
        }
        raw("bank/last", EntryCodec.encode(last).toByteArray());
        held.countDown();
        Await.until(
                "the last of them",
                PATIENCE,
                () -> book.index().page(Optional.empty(), any -> true, 10).equals(List.of(last)));
    }
}
