package dev.mcp2026.registry.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.servicekit.http.Durations;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurationsTest {
    @Test
    void whatIsWrittenIsWhatIsMeant() {
        assertThat(Durations.parse("lease", "250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(Durations.parse("lease", "1.5s")).isEqualTo(Duration.ofMillis(1500));
        assertThat(Durations.parse("lease", "999999999h")).isEqualTo(Duration.ofHours(999_999_999));
    }

    /// 5124096 h in nanoseconds is 2^64 and 25 min.
    @Test
    void oneThatIsTooLongIsRefusedNamingItsField() {
        RegistrationBody body = new RegistrationBody(
                List.of(new RegistrationBody.EndpointBody(null, "127.0.0.1", 80, null)),
                null,
                null,
                null,
                null,
                "5124096h");
        assertThatThrownBy(() ->
                        body.toRegistration(new TenantId("shop"), new ServiceName("web"), new InstanceId("web-1")))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().field()).isEqualTo("lease"));
    }
}
