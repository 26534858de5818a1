package dev.mcp2026.registry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    private static Endpoint at(String host) {
        return new Endpoint("main", host, 80, "tcp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "2001:db8:0:0:0:0:0:1",
                "::ffff:10.0.0.1",
                "localhost",
                "a",
                "1a.example",
                "web-1.shop.svc.cluster.local",
                "XN--80AK.example"
            })
    void namesAndLiteralsAreAccepted(String host) {
        assertThat(at(host).host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::::",
                "1:2:3",
                "12345678:9",
                "1.2.3.4:80",
                "fe80::1%eth0",
                "[::1]",
                "a-.b-",
                "-a",
                "a-",
                "a.-b",
                "a..b",
                "a.",
                ".a",
                "999.1.2.3",
                "1.2.3",
                "127.1",
                "2130706433",
                "010.0.0.1",
                "1.2.3.4.5",
                "a_b",
                "a b",
                "http://x"
            })
    void whatIsNeitherIsRefused(String host) {
        assertThatThrownBy(() -> at(host))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().field()).isEqualTo("host"));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 254, 1_000_000})
    void labelsAndNamesThatAreTooLongAreRefusedAndShownShortened(int chars) {
        assertThatThrownBy(() -> at("x".repeat(chars)))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        e -> assertThat(e.fault().message()).hasSizeLessThan(200));
    }
}
