package dev.mcp2026.registry.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Registration;
import dev.mcp2026.registry.catalogue.Samples;
import dev.mcp2026.store.Store;
import dev.mcp2026.store.embedded.EmbeddedOptions;
import dev.mcp2026.store.embedded.EmbeddedStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredDeclarationsTest {
    private static final CellId CELL = new CellId("c1");

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private Store store;
    private StoredDeclarations declarations;

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(EmbeddedOptions.at(folder.resolve("data")));
        declarations = new StoredDeclarations(store, CELL, new HybridLogicalClock(() -> now, Duration.ofMillis(500)));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static InstanceKey key(Registration registration) {
        return new InstanceKey(CELL, registration.tenant(), registration.service(), registration.instance());
    }

    @Test
    void aRemovalIsRememberedUntilTheInstanceIsDeclaredAgain() {
        Registration web = Samples.declared("web", "web-1", 80);
        declarations.save(web);
        assertThat(declarations.load().present()).containsExactly(web);
        declarations.remove(key(web));
        assertThat(declarations.load().present()).isEmpty();
        assertThat(declarations.load().removed()).containsOnlyKeys(key(web));
        declarations.save(web);
        assertThat(declarations.load().present()).containsExactly(web);
        assertThat(declarations.load().removed()).isEmpty();
    }

    @Test
    void removalsAreForgottenByAgeAndBeyondTheirNumber() {
        for (int i = 0; i < 5; i++) {
            declarations.remove(key(Samples.declared("web", "web-" + i, 80)));
            now = now.plusSeconds(60);
        }
        declarations.forgetRemovals(now.minusSeconds(250), 10);
        assertThat(declarations.load().removed().keySet())
                .extracting(key -> key.instance().value())
                .containsExactlyInAnyOrder("web-1", "web-2", "web-3", "web-4");
        declarations.forgetRemovals(now.minusSeconds(250), 2);
        assertThat(declarations.load().removed().keySet())
                .extracting(key -> key.instance().value())
                .containsExactlyInAnyOrder("web-3", "web-4");
    }
}
