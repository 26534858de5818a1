package dev.mcp2026.identity.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcp2026.identity.entry.Selector;
import dev.mcp2026.identity.workload.Caller;
import dev.mcp2026.testkit.await.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessAttestorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PID = 77;
    private static final Set<String> KERNELS_WORD = Set.of("unix:uid:1000", "unix:gid:100");
    private static final String STAT = "77 (a ) b) S 1 77 77 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 %s 1000 100 1";
    private static final String STATUS =
            "Name:\tweb\nUid:\t1000\t1000\t1000\t1000\nGid:\t100\t100\t100\t100\nGroups:\t100 101 \nThreads:\t1\n";

    @TempDir
    Path proc;

    private Path process;

    @BeforeEach
    void fake() throws IOException {
        process = Files.createDirectory(proc.resolve(Integer.toString(PID)));
        Files.writeString(process.resolve("stat"), STAT.formatted("4711"));
        Files.writeString(process.resolve("status"), STATUS);
        Files.writeString(process.resolve("cgroup"), "0::/system.slice/web.service\n");
        Files.createSymbolicLink(process.resolve("exe"), Path.of("/usr/bin/web"));
    }

    private Set<String> attested() {
        return texts(new ProcessAttestor(proc).attest(PID, 1000, 100));
    }

    private static Set<String> texts(Caller caller) {
        return caller.selectors().stream().map(Selector::toString).collect(Collectors.toSet());
    }

    @Test
    void knowsThisProcess() throws IOException {
        int me = (int) ProcessHandle.current().pid();
        Caller caller = new ProcessAttestor().attest(me);
        assertThat(caller.pid()).isEqualTo(me);
        assertThat(caller.uid()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assertThat(texts(caller))
                .contains("unix:uid:" + caller.uid(), "unix:gid:" + caller.gid())
                .contains("unix:path:" + Path.of("/proc/self/exe").toRealPath());
    }

    @Test
    void knowsAProcessThatThisOneStarted() throws IOException {
        Process child = new ProcessBuilder("cat").start();
        try {
            Path cat = Path.of("/proc/" + child.pid() + "/exe");
            Path java = Path.of("/proc/self/exe").toRealPath();
            Await.until(
                    "the child to be cat",
                    PATIENCE,
                    () -> !cat.toRealPath().equals(java)
                            && cat.toRealPath().getFileName().toString().matches("cat|coreutils|busybox"));
            Caller caller = new ProcessAttestor().attest((int) child.pid());
            assertThat(texts(caller)).contains("unix:path:" + cat.toRealPath()).doesNotContain("unix:path:" + java);
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void knowsTheKernelsWordAloneOfAProcessThatHasEnded() throws Exception {
        Process child = new ProcessBuilder("true").start();
        child.waitFor();
        Caller caller = new ProcessAttestor().attest((int) child.pid(), 1000, 100);
        assertThat(texts(caller)).isEqualTo(KERNELS_WORD);
        assertThatThrownBy(() -> new ProcessAttestor().attest((int) child.pid()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void readsAllThatProcSays() {
        assertThat(attested())
                .containsExactlyInAnyOrder(
                        "unix:uid:1000",
                        "unix:gid:100",
                        "unix:supplementary_gid:100",
                        "unix:supplementary_gid:101",
                        "unix:path:/usr/bin/web",
                        "cgroup:/system.slice/web.service",
                        "systemd:unit:web.service");
    }

    @Test
    void looksForNothingUnderPid0() throws IOException {
        Files.move(process, proc.resolve("0"));
        assertThat(texts(new ProcessAttestor(proc).attest(0, 1000, 100))).isEqualTo(KERNELS_WORD);
    }

    @Test
    void doesNotBelieveAProcessOfAnotherUser() throws IOException {
        Files.writeString(process.resolve("status"), STATUS.replace("1000\t1000", "1000\t0"));
        assertThat(attested()).isEqualTo(KERNELS_WORD);
    }

    /// The cgroup file is a FIFO whose writer makes the PID another process's before it lets the attestor read on.
    @Test
    void doesNotBelieveAPidThatIsReusedBetweenReads() throws Exception {
        Path cgroup = process.resolve("cgroup");
        Files.delete(cgroup);
        assertThat(new ProcessBuilder("mkfifo", cgroup.toString()).start().waitFor())
                .isZero();
        Thread reuse = Thread.ofVirtual().start(() -> {
            try (var out = Files.newOutputStream(cgroup)) {
                Files.writeString(process.resolve("stat"), STAT.formatted("4712"));
                out.write("0::/system.slice/web.service\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(attested()).isEqualTo(KERNELS_WORD);
        reuse.join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stat", "status", "exe", "cgroup"})
    void needsAllOfIt(String file) throws IOException {
        Files.delete(process.resolve(file));
        assertThat(attested()).isEqualTo(KERNELS_WORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "77", "77 (web)", "77 (web) ", ")", "77 (web) S 1 2 3", "\0\0\0"})
    void doesNotBelieveAnotherStat(String stat) throws IOException {
        Files.writeString(process.resolve("stat"), stat);
        assertThat(attested()).isEqualTo(KERNELS_WORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Uid:\n",
                "Uid:\t1000\nGid:\t100\nGroups:\n",
                "Uid:\tx\tx\nGid:\t1\t1\nGroups:\t\n",
                "Uid:\t1000\t1000\nGid:\t100\t100\n",
                "Uid:\t1000\t99999999999\nGid:\t100\t100\nGroups:\t1\n"
            })
    void doesNotBelieveAnotherStatus(String status) throws IOException {
        Files.writeString(process.resolve("status"), status);
        assertThat(attested()).isEqualTo(KERNELS_WORD);
    }

    /// Cut off in the middle of a number, a group's would be another's: 65,536 groups are possible.
    @Test
    void takesNoGroupFromAListThatIsTooLong() throws IOException {
        Set<String> known = IntStream.range(1_000_000, 1_020_000)
                .mapToObj(group -> "unix:supplementary_gid:" + group)
                .collect(Collectors.toSet());
        for (int shift = 0; shift < 8; shift++) {
            String groups = IntStream.range(1_000_000, 1_020_000)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            Files.writeString(process.resolve("status"), "x".repeat(shift) + STATUS.replace("100 101 ", groups));
            assertThat(attested().stream().filter(selector -> selector.startsWith("unix:supplementary_gid:")))
                    .allMatch(known::contains);
        }
    }

    @Test
    void takesUidsAbove31Bits() throws IOException {
        Files.writeString(process.resolve("status"), STATUS.replace("1000\t1000", "1000\t4294967294"));
        int uid = Integer.parseUnsignedInt("4294967294");
        assertThat(texts(new ProcessAttestor(proc).attest(PID, uid, 100)))
                .contains("unix:uid:4294967294", "unix:path:/usr/bin/web");
    }

    @Test
    void knowsTheKernelsWordAloneWhereAPathCantBeASelector() throws IOException {
        Files.delete(process.resolve("exe"));
        Files.createSymbolicLink(process.resolve("exe"), Path.of("/usr/bin/we\nb"));
        assertThat(attested()).isEqualTo(KERNELS_WORD);
    }
}
