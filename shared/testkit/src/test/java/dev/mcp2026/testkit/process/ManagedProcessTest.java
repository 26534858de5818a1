package dev.mcp2026.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.testkit.await.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void killEndsTheWholeFamily() {
        try (ManagedProcess shell = sh("sleep 600 & echo $! > child; wait")) {
            long child = Long.parseLong(content("child"));
            shell.kill();
            assertThat(shell.isAlive()).isFalse();
            Await.until(
                    "the child to end",
                    DEADLINE,
                    () -> !ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false));
        }
    }

    @Test
    void pauseFreezesAndResumeGoesOn() {
        try (ManagedProcess shell = sh("while :; do echo x >> ticks; sleep 0.01; done")) {
            content("ticks");
            shell.pause();
            Await.until("the state T", DEADLINE, () -> state(shell.pid()) == 'T');
            shell.resume();
            long seen = Files.size(folder.resolve("ticks"));
            Await.until("more ticks", DEADLINE, () -> Files.size(folder.resolve("ticks")) > seen);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aPausedProcessCanBeStopped() {
        try (ManagedProcess shell = sh("sleep 600")) {
            shell.pause();
            shell.stop();
            assertThat(shell.isAlive()).isFalse();
        }
    }

    @Test
    void anEarlyEndIsReportedAtOnceWithTheLog() {
        try (ManagedProcess shell = sh("echo 'port is taken'; exit 3")) {
            assertThatThrownBy(() -> shell.awaitPort(FreePort.address(), DEADLINE))
                    .hasMessageContaining("ended with 3")
                    .hasMessageContaining("port is taken");
        }
    }

    @Test
    void restartRunsTheSameCommandAgain() {
        try (ManagedProcess shell = sh("echo started; exec sleep 600")) {
            assertThatThrownBy(shell::restart).hasMessageContaining("still runs");
            Await.until("the first start", DEADLINE, () -> shell.logTail().contains("started"));
            shell.kill();
            shell.restart();
            Await.until("two starts", DEADLINE, () -> shell.logTail().split("started", -1).length == 3);
        }
    }

    private ManagedProcess sh(String script) {
        return ManagedProcess.start("shell", folder, List.of("sh", "-c", script));
    }

    private String content(String file) {
        return Await.value(file, DEADLINE, () -> Files.readString(folder.resolve(file)), text -> !text.isBlank())
                .strip();
    }

    private static char state(long pid) throws java.io.IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }
}
