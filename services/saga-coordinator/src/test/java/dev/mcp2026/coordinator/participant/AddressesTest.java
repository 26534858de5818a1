package dev.mcp2026.coordinator.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.saga.definition.DefinitionReader;
import dev.mcp2026.saga.definition.SagaDefinition;
import dev.mcp2026.saga.template.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressesTest {
    private static final TenantId SHOP = new TenantId("shop");

    private final Addresses addresses = new Addresses(new AllowList(
            Map.of("*", List.of("everyone:80"), "shop", List.of("orders:8080", "any:*", "*.shop.internal:443"))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://everyone/x",
                "http://orders:8080/x",
                "http://any:1/",
                "https://a.b.shop.internal/",
                "http://ORDERS:8080"
            })
    void letsThroughWhatTheTenantMayCall(String url) {
        assertThat(addresses.uri(SHOP, url)).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://orders:8081/",
                "https://shop.internal/",
                "https://evilshop.internal/",
                "http://169.254.169.254/",
                "http://orders.evil:8080/"
            })
    void refusesAllElse(String url) {
        assertThatThrownBy(() -> addresses.uri(SHOP, url))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(FaultKind.PERMISSION_DENIED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://orders:8080@evil/", "http:///x", "orders:8080", "http://or ders/", "http://a_b:c/"})
    void refusesWhatIsNoUrl(String url) {
        assertThatThrownBy(() -> addresses.uri(SHOP, url)).isInstanceOf(FaultException.class);
    }

    @Test
    void anotherTenantsAddressesAreNotOnesOwn() {
        assertThatThrownBy(() -> addresses.uri(new TenantId("bank"), "http://orders:8080/"))
                .hasMessageContaining("mcp.saga.participants.bank");
    }

    @Test
    void aSagaWithAForbiddenAddressDoesNotStart() {
        SagaDefinition saga = DefinitionReader.read("saga.yaml", """
                apiVersion: mcp2026/v1
                kind: Saga
                metadata: { name: order, tenant: shop }
                spec:
                  input: { host: "orders:8081" }
                  steps:
                    - { step: a, action: { http: { url: "http://orders:8080/x" } }, compensation: none }
                    - { step: b, action: { http: { url: "http://${input.host}/${results.a.id}" } }, compensation: none }
                    - { step: c, action: { http: { url: "http://${input.host}/x" } }, compensation: none }
                """, SHOP);
        assertThatThrownBy(() -> addresses.check(saga, new Scope(saga.input(), Map.of(), Map.of())))
                .hasMessageContaining("steps.c")
                .hasMessageContaining("may not call orders:8081");
    }
}
