package dev.mcp2026.kernel.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void theMessageSaysWhereWhatAndWhatToDo() {
        assertThat(new Fault(FaultKind.INVALID_ARGUMENT, "checks[0].port", "0 is no port", "use 1 to 65535").message())
                .isEqualTo("checks[0].port: 0 is no port; use 1 to 65535");
        assertThat(new Fault(FaultKind.NOT_FOUND, null, "no service 'x'", "").message())
                .isEqualTo("no service 'x'");
    }

    @Test
    void anExceptionCarriesTheFaultAndNoStackTrace() {
        FaultException thrown = Faults.of(FaultKind.UNAVAILABLE, "store is down", "retry");
        assertThat(thrown.fault().kind()).isEqualTo(FaultKind.UNAVAILABLE);
        assertThat(thrown.getStackTrace()).isEmpty();
        IOException cause = new IOException("refused");
        assertThat(new FaultException(thrown.fault(), cause)).hasCause(cause).hasMessage("store is down; retry");
    }

    @Test
    void theShortWaysMakeTheirKind() {
        assertThat(Faults.invalid("f", "d", "a").fault())
                .isEqualTo(new Fault(FaultKind.INVALID_ARGUMENT, "f", "d", "a"));
        assertThat(Faults.limit("f", "d", "a").fault()).isEqualTo(new Fault(FaultKind.LIMIT_EXCEEDED, "f", "d", "a"));
    }

    @Test
    void theOrderOfKindsIsStableForExitCodes() {
        assertThat(FaultKind.values())
                .containsExactly(
                        FaultKind.INVALID_ARGUMENT,
                        FaultKind.UNAUTHENTICATED,
                        FaultKind.PERMISSION_DENIED,
                        FaultKind.NOT_FOUND,
                        FaultKind.CONFLICT,
                        FaultKind.PRECONDITION_FAILED,
                        FaultKind.LIMIT_EXCEEDED,
                        FaultKind.CLOCK_SKEW,
                        FaultKind.READ_ONLY,
                        FaultKind.UNAVAILABLE,
                        FaultKind.DEADLINE_EXCEEDED,
                        FaultKind.INTERNAL);
    }
}
