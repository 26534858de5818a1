package dev.mcp2026.testkit.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.testkit.process.FreePort;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WanRelayMainTest {
    @Test
    void argumentsGiveTheShapeOfOneWay() {
        RelayOptions options = RelayOptions.parse(
                "--target", "127.0.0.1:80", "--rtt", "80ms", "--jitter", "10ms", "--loss", "0.01", "--seed", "5");
        assertThat(options.shape())
                .isEqualTo(LinkShape.delayed(Duration.ofMillis(40))
                        .withJitter(Duration.ofMillis(5))
                        .withLoss(0.01));
        assertThat(options.seed()).isEqualTo(5);
    }

    @Test
    void badArgumentsAreNamed() {
        assertThatThrownBy(() -> RelayOptions.parse("--rtt", "80")).hasMessageContaining("--rtt '80' is not a time");
        assertThatThrownBy(() -> RelayOptions.parse("--rtt")).hasMessageContaining("needs a value");
        assertThatThrownBy(() -> RelayOptions.parse("--los", "1")).hasMessageContaining("unknown argument '--los'");
        assertThatThrownBy(() -> RelayOptions.parse("--loss", "2")).hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> RelayOptions.parse().requireTarget()).hasMessageContaining("--target");
    }

    @Test
    void commandsAreObeyedOrExplained() {
        try (WanRelay wan = WanRelay.to(FreePort.address()).start()) {
            for (String command :
                    new String[] {"cut forward", "heal", "blackhole", "heal", "reset", "shape --rtt 5ms"}) {
                assertThat(WanRelayMain.answer(wan, command)).isEqualTo("ok");
            }
            assertThat(WanRelayMain.answer(wan, "stats")).contains("forward LinkStats[packets=0");
            assertThatThrownBy(() -> WanRelayMain.answer(wan, "cut sideways")).hasMessageContaining("neither");
            assertThatThrownBy(() -> WanRelayMain.answer(wan, "burn")).hasMessageContaining("unknown command");
        }
    }

    @Test
    void runsAsAProcessThatTakesCommands() throws Exception {
        String jvm = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (EchoServer server = new EchoServer()) {
            Process process = new ProcessBuilder(
                            jvm,
                            "-cp",
                            System.getProperty("java.class.path"),
                            WanRelayMain.class.getName(),
                            "--target",
                            "127.0.0.1:" + server.address.getPort(),
                            "--until-eof")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader out = new BufferedReader(
                            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                    PrintWriter in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
                String port = out.readLine().replace("listening 127.0.0.1:", "");
                try (Socket socket = new Socket(FreePort.loopback(), Integer.parseInt(port))) {
                    socket.getOutputStream().write(5);
                    assertThat(socket.getInputStream().read()).isEqualTo(5);
                }
                in.println("cut");
                assertThat(out.readLine()).isEqualTo("ok");
            } finally {
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }
}
