package dev.mcp2026.registry.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.clock.HybridLogicalClock;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.catalogue.Catalogue;
import dev.mcp2026.registry.catalogue.CatalogueLimits;
import dev.mcp2026.registry.catalogue.EncodedBytes;
import dev.mcp2026.registry.catalogue.Entry;
import dev.mcp2026.registry.catalogue.InstanceKey;
import dev.mcp2026.registry.catalogue.Samples;
import dev.mcp2026.registry.catalogue.Selector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullUnmarked
class ResolveTest {
    private final Catalogue catalogue = new Catalogue(
            new CellId("c1"),
            7,
            new HybridLogicalClock(InstantSource.system(), Duration.ofMillis(500)),
            CatalogueLimits.defaults());
    private final RegistryOperations operations =
            new RegistryOperations(new Anyone(), catalogue, null, null, null, new InstanceLocks(), null);

    private static final class Anyone implements Access {
        @Override
        public void require(Right right, @Nullable TenantId tenant) {}

        @Override
        public @Nullable TenantId tenant() {
            return new TenantId("shop");
        }

        @Override
        public @Nullable CellId cell() {
            return null;
        }

        @Override
        public String principal() {
            return "someone";
        }
    }

    private RegistryOperations.Page page(int size, @Nullable InstanceKey after) {
        return operations.resolve(Selector.service(new TenantId("shop"), null), size, after);
    }

    @Test
    void aNegativePageSizeIsRefused() {
        assertThatThrownBy(() -> page(-1, null)).isInstanceOfSatisfying(FaultException.class, e -> {
            assertThat(e.fault().kind()).isEqualTo(FaultKind.INVALID_ARGUMENT);
            assertThat(e.fault().field()).isEqualTo("page_size");
        });
    }

    @Test
    void aPageOfLargeInstancesIsShorterAndTheNextGoesOnAfterIt() {
        for (int i = 0; i < 100; i++) {
            catalogue.register(Samples.large("web", "web-" + i), null);
        }
        Set<InstanceKey> seen = new HashSet<>();
        RegistryOperations.Page page = page(1000, null);
        while (true) {
            assertThat(page.entries().stream().mapToLong(EncodedBytes::of).sum())
                    .isLessThanOrEqualTo(EncodedBytes.MESSAGE_MAX);
            page.entries().stream()
                    .map(Entry::key)
                    .forEach(key -> assertThat(seen.add(key)).isTrue());
            if (page.next() == null) {
                break;
            }
            page = page(1000, page.next());
        }
        assertThat(seen).hasSize(100);
    }
}
