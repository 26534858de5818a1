package dev.mcp2026.coordinator.token;

import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import dev.mcp2026.testkit.clock.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedTokensTest extends TokenStoreContract {
    private final FakeClock clock = new FakeClock();

    @TempDir
    Path directory;

    private Store store;

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(EmbeddedOptions.at(directory.resolve("store")));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    TokenStore store() {
        return new EmbeddedTokens(store, new CellId("cell1"), clock);
    }

    @Override
    TokenStore other() {
        return store();
    }

    @Override
    void outlive(Duration span) {
        clock.advance(span);
    }
}
