package dev.mcp2026.identity.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.trust.SpiffeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
    private static final String OWN = "spiffe://test.local/tenant/shop/workload/web";

    private static Entry entry(String tenant, String id) {
        return entry(tenant, id, 1, Optional.empty(), List.of(), "", List.of());
    }

    private static Entry entry(
            String tenant,
            String id,
            int selectors,
            Optional<Duration> ttl,
            List<String> dnsNames,
            String hint,
            List<String> federatesWith) {
        Set<Selector> set = IntStream.range(0, selectors)
                .mapToObj(i -> new Selector("unix", "uid:" + i))
                .collect(Collectors.toSet());
        return new Entry(
                new EntryName(new TenantId(tenant), "web"),
                SpiffeId.parse(id),
                set,
                ttl,
                ttl,
                dnsNames,
                hint,
                federatesWith,
                false,
                Instant.EPOCH);
    }

    private static void refused(FaultKind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable made) {
        assertThatThrownBy(made)
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "shop, spiffe://test.local/tenant/shop/workload/web",
        "shop, spiffe://test.local/tenant/shop/x",
        "platform, spiffe://test.local/cell/a/service/registry",
        "platform, spiffe://test.local/anything",
        "platform, spiffe://test.local/tenant/platform/tool",
    })
    void belongsToItsTenant(String tenant, String id) {
        assertThat(entry(tenant, id).tenant()).hasToString(tenant);
    }

    @ParameterizedTest
    @CsvSource({
        // Another's, whatever stands behind it.
        "shop, spiffe://test.local/tenant/bank/workload/web",
        "shop, spiffe://test.local/tenant/bank/tenant/shop",
        "shop, spiffe://test.local/tenant/shop2/workload/web",
        "shop, spiffe://test.local/tenant/Shop/workload/web",
        // The platform's.
        "shop, spiffe://test.local/cell/a/service/registry",
        "shop, spiffe://test.local/shop/workload/web",
        "shop, spiffe://test.local/Tenant/shop/workload",
        // A tenant, and not a workload of it.
        "shop, spiffe://test.local/tenant/shop",
        "shop, spiffe://test.local/tenant",
        // What looks like a tenant's is not even the platform's to give.
        "platform, spiffe://test.local/tenant/shop/workload/web",
        "platform, spiffe://test.local/tenant/shop",
        "platform, spiffe://test.local/tenant",
        "platform, spiffe://test.local/tenant/platform",
    })
    void doesNotBelongToAnotherTenant(String tenant, String id) {
        refused(FaultKind.PERMISSION_DENIED, () -> entry(tenant, id));
    }

    @Test
    void isNotATrustDomain() {
        refused(FaultKind.INVALID_ARGUMENT, () -> entry("platform", "spiffe://test.local"));
    }

    @Test
    void hasSelectorsOrWouldBeEveryones() {
        refused(FaultKind.INVALID_ARGUMENT, () -> entry("shop", OWN, 0, Optional.empty(), List.of(), "", List.of()));
        entry("shop", OWN, Entry.MAX_SELECTORS, Optional.empty(), List.of(), "", List.of());
        refused(
                FaultKind.INVALID_ARGUMENT,
                () -> entry("shop", OWN, Entry.MAX_SELECTORS + 1, Optional.empty(), List.of(), "", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT10S", "PT1H", "PT2160H"})
    void takesAUsableTtl(String ttl) {
        Duration parsed = Duration.parse(ttl);
        assertThat(entry("shop", OWN, 1, Optional.of(parsed), List.of(), "", List.of())
                        .x509Ttl())
                .hasValue(parsed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1H", "PT9.999999999S", "PT2160H0.000000001S", "PT999999999H"})
    void refusesAnotherTtl(String ttl) {
        Optional<Duration> parsed = Optional.of(Duration.parse(ttl));
        refused(FaultKind.INVALID_ARGUMENT, () -> entry("shop", OWN, 1, parsed, List.of(), "", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "web.example", "*.web.example", "a-b.c0.example", "xn--bcher-kva.example", "1.2"})
    void takesADnsName(String name) {
        assertThat(entry("shop", OWN, 1, Optional.empty(), List.of(name), "", List.of())
                        .dnsNames())
                .containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "web.",
                ".web",
                "a..b",
                "-web",
                "web-",
                "we b",
                "web\n",
                "bücher.example",
                "a.*.b",
                "*",
                "**.a",
                "web_1",
                "spiffe://x",
                "a/b",
                "a234567890123456789012345678901234567890123456789012345678901234.example"
            })
    void refusesWhatIsNoDnsName(String name) {
        refused(
                FaultKind.INVALID_ARGUMENT,
                () -> entry("shop", OWN, 1, Optional.empty(), List.of(name), "", List.of()));
    }

    @Test
    void refusesADnsNameOfMoreThan253Characters() {
        String longest = "a.".repeat(126) + "b";
        entry("shop", OWN, 1, Optional.empty(), List.of(longest), "", List.of());
        refused(
                FaultKind.INVALID_ARGUMENT,
                () -> entry("shop", OWN, 1, Optional.empty(), List.of("a." + longest), "", List.of()));
    }

    @Test
    void refusesTooManyNames() {
        List<String> most = java.util.Collections.nCopies(32, "web.example");
        List<String> more = java.util.Collections.nCopies(33, "web.example");
        entry("shop", OWN, 1, Optional.empty(), most, "", most);
        refused(FaultKind.LIMIT_EXCEEDED, () -> entry("shop", OWN, 1, Optional.empty(), more, "", List.of()));
        refused(FaultKind.LIMIT_EXCEEDED, () -> entry("shop", OWN, 1, Optional.empty(), List.of(), "", more));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Other.example", "spiffe://other.example", "other.example/x", "a b"})
    void federatesWithTrustDomainsOnly(String name) {
        refused(
                FaultKind.INVALID_ARGUMENT,
                () -> entry("shop", OWN, 1, Optional.empty(), List.of(), "", List.of(name)));
    }

    @Test
    void hasAHintThatCanBePrinted() {
        entry("shop", OWN, 1, Optional.empty(), List.of(), "h".repeat(255), List.of());
        for (String hint : List.of("h".repeat(256), "a\nb", "\u0000", "\u007f", "\u0085")) {
            refused(
                    FaultKind.INVALID_ARGUMENT,
                    () -> entry("shop", OWN, 1, Optional.empty(), List.of(), hint, List.of()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", ".", "a/b", "a b", "ä", "a\n"})
    void hasANameThatCanBeAKey(String name) {
        refused(FaultKind.INVALID_ARGUMENT, () -> new EntryName(new TenantId("shop"), name));
    }

    @Test
    void hasANameOf128AtMost() {
        assertThat(new EntryName(new TenantId("shop"), "n".repeat(128)).name()).hasSize(128);
        refused(FaultKind.INVALID_ARGUMENT, () -> new EntryName(new TenantId("shop"), "n".repeat(129)));
    }
}
