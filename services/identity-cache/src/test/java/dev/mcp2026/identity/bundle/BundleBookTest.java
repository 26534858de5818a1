package dev.mcp2026.identity.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.identity.testing.TestCache;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleBookTest {
    @Test
    void aListenerThatFailsKeepsItFromNobodyElse(@TempDir Path directory) {
        try (TestCache cache = TestCache.start(directory, TestCache.Options.usual())) {
            BundleBook book = new BundleBook(TestCache.DOMAIN, cache.authority, Map::of, Optional::empty);
            AtomicInteger told = new AtomicInteger();
            book.listen(() -> {
                throw new IllegalStateException("a bug");
            });
            book.listen(told::incrementAndGet);
            book.changed();
            assertThat(told).hasValue(1);
        }
    }
}
