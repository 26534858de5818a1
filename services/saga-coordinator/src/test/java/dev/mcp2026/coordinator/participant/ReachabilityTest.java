package dev.mcp2026.coordinator.participant;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.saga.StepName;
import dev.mcp2026.testkit.process.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ReachabilityTest {
    private static final Limit KNOWN = new Limit("known", 10, "addresses");
    private static final Executor THREADS = Thread::startVirtualThread;

    private static Map<String, StepName> address(String hostAndPort) {
        return Map.of(hostAndPort, new StepName("charge"));
    }

    private static Reachability within(Duration timeout) {
        return new Reachability(timeout, THREADS, KNOWN);
    }

    @Test
    void whereNobodyListensIsTold() throws IOException {
        String nobody = "127.0.0.1:" + FreePort.find();
        assertThatThrownBy(() -> within(Duration.ofSeconds(5)).check(address(nobody)))
                .hasMessageContainingAll("steps.charge", nobody, "refused", "nothing was started");
        assertThatCode(() -> within(Duration.ZERO).check(address(nobody))).doesNotThrowAnyException();
    }

    @Test
    void aNameThatIsNoneIsTold() {
        assertThatThrownBy(() -> within(Duration.ofSeconds(20)).check(address("nobody.invalid:80")))
                .hasMessageContainingAll("steps.charge", "no address is known of nobody.invalid");
    }

    @Test
    void whoWasReachedIsNotAskedAgain() throws Exception {
        Reachability reachability = within(Duration.ofSeconds(5));
        String there;
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress(FreePort.loopback(), 0));
            there = "127.0.0.1:" + server.getLocalPort();
            reachability.check(address(there));
        }
        reachability.check(address(there));
        assertThatThrownBy(() -> within(Duration.ofSeconds(5)).check(address(there)))
                .hasMessageContaining(there);
    }

    @Test
    void whatTakesLongIsWaitedForNoLonger() {
        Reachability slow = new Reachability(Duration.ofMillis(50), nothing -> {}, KNOWN);
        assertThatThrownBy(() -> slow.check(address("127.0.0.1:1"))).hasMessageContaining("no connection within 50 ms");
    }
}
