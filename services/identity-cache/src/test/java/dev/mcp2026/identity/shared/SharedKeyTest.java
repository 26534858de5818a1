package dev.mcp2026.identity.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.identity.shared.SharedKey.Kind;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedKeyTest {
    private static final TenantId ACME = new TenantId("acme");

    @Test
    void eachCacheHasItsOwnSpelling() {
        SharedKey key = new SharedKey(ACME, Kind.INTERMEDIATE, "mcp2026.local");

        assertThat(RedisSharedCache.name(key)).isEqualTo("mcp:identity:acme:intermediate:mcp2026.local");
        assertThat(StoreSharedCache.name(key).value()).isEqualTo("identity/shared/acme/intermediate/mcp2026.local");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a/b", "../other/bundle/x", "a b", "a\r\nDEL x", "*", "ü"})
    void noNameReachesBeyondItsTenant(String name) {
        assertThatThrownBy(() -> new SharedKey(ACME, Kind.BUNDLE, name)).isInstanceOf(FaultException.class);
    }

    @Test
    void aNameIsAsLongAsATrustDomainsAtMost() {
        assertThat(new SharedKey(ACME, Kind.BUNDLE, "a".repeat(255)).name()).hasSize(255);
        assertThatThrownBy(() -> new SharedKey(ACME, Kind.BUNDLE, "a".repeat(256)))
                .isInstanceOf(FaultException.class);
    }
}
