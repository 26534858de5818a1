package dev.mcp2026.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9, two hundred times: a process writes, is killed at a random moment, and the file is opened again.
class KillTest {
    private static final int ROUNDS = Integer.getInteger("mcp.test.kill-rounds", 200);
    private static final int KILLS_PER_FILE = 10;
    private static final Duration CHILD = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void everyAcknowledgedWriteSurvivesAndNoneIsHalf() throws Exception {
        long seed = Long.getLong("mcp.test.seed", System.nanoTime());
        Random random = new Random(seed);
        Path classes = directory.resolve("classes.jsa");
        // A first child ends by itself and leaves an archive of its classes, so that the others start fast.
        run(directory.resolve("warm.mv"), classes, "-XX:ArchiveClassesAtExit=" + classes, -1, 5, -1, false);
        Map<String, Long> acknowledged = new HashMap<>();
        Path file = directory.resolve("none");
        int total = 0;
        int killedEarly = 0;
        for (int round = 0; round < ROUNDS; round++) {
            if (round % KILLS_PER_FILE == 0) {
                total += acknowledged.size();
                acknowledged.clear();
                file = directory.resolve("kill" + round + ".mv");
            }
            boolean whileStarting = random.nextInt(5) == 0;
            int millis = random.nextInt(whileStarting ? 400 : 60);
            Map<String, Long> news = run(
                    file, classes, "-XX:SharedArchiveFile=" + classes, round, Integer.MAX_VALUE, millis, whileStarting);
            killedEarly += news.isEmpty() ? 1 : 0;
            acknowledged.putAll(news);
            String context = "seed " + seed + " round " + round;
            try (EmbeddedStore store = EmbeddedStore.open(EmbeddedOptions.at(file))) {
                CrashCheck.check(context, store, acknowledged);
            }
            if (round % KILLS_PER_FILE == KILLS_PER_FILE - 1) {
                Files.delete(file);
            }
        }
        total += acknowledged.size();
        System.out.println("kill -9 rounds=" + ROUNDS + " acknowledged=" + total + " killed-before-first-ack="
                + killedEarly + " seed=" + seed);
        assertThat(total).isGreaterThan(ROUNDS);
    }

    /// Runs one child and kills it `millis` after its first acknowledgement or, if `whileStarting`, after its start.
    private Map<String, Long> run(
            Path file, Path classes, String archive, int round, int transactions, int millis, boolean whileStarting)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xlog:disable",
                "-Xmx96m",
                archive,
                "-cp",
                System.getProperty("java.class.path"),
                CrashWriter.class.getName(),
                file.toString(),
                Integer.toString(round),
                Integer.toString(transactions)));
        Process child = new ProcessBuilder(command)
                .redirectError(directory.resolve("child.err").toFile())
                .start();
        Map<String, Long> acknowledged = new HashMap<>();
        CountDownLatch first = new CountDownLatch(1);
        Thread reader = Thread.ofVirtual().start(() -> read(child, acknowledged, first));
        if (millis >= 0) {
            if (!whileStarting) {
                first.await(CHILD.toSeconds(), TimeUnit.SECONDS);
            }
            // Not a wait for something: the random moment itself.
            Thread.sleep(millis);
            child.destroyForcibly();
        }
        assertThat(child.waitFor(CHILD.toSeconds(), TimeUnit.SECONDS)).isTrue();
        reader.join();
        return acknowledged;
    }

    private static void read(Process child, Map<String, Long> acknowledged, CountDownLatch first) {
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            StringBuilder line = new StringBuilder();
            int c;
            // By character: a last line without its end was not said.
            while ((c = lines.read()) >= 0) {
                if (c != '\n') {
                    line.append((char) c);
                    continue;
                }
                String[] words = line.toString().split(" ");
                line.setLength(0);
                if (words[0].equals("ack")) {
                    acknowledged.put(words[1], Long.parseLong(words[2]));
                    first.countDown();
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            first.countDown();
        }
    }
}
