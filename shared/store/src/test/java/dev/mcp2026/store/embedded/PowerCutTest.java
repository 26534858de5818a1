package dev.mcp2026.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.store.StoreLimits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Torn writes. kill -9 leaves the kernel's cache whole; a power cut does not.
class PowerCutTest {
    private static final int TRANSACTIONS = 300;
    private static final int CUTS = 200;
    private static final int DAMAGES = 100;

    @TempDir
    Path directory;

    private final long seed = Long.getLong("mcp.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final RecordingFile recording = new RecordingFile();
    private Path file;
    private EmbeddedOptions options;

    @BeforeEach
    void write() {
        file = directory.resolve("store.mv");
        options = EmbeddedOptions.at(file).withLimits(StoreLimits.defaults().withHistoryRevisions(20));
        try (EmbeddedStore store = new EmbeddedStore(
                options, InstantSource.system(), System::nanoTime, () -> Long.MAX_VALUE, recording::create)) {
            for (int i = 0; i < TRANSACTIONS; i++) {
                recording.transact(store, Integer.toString(i));
            }
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesAPowerCut() throws IOException {
        List<RecordingFile.Step> steps = recording.steps();
        PowerCut power = new PowerCut(steps, random, directory.resolve("image.mv"), options.limits());
        for (int cut = 0; cut < CUTS; cut++) {
            power.survived(1 + random.nextInt(steps.size()), "seed " + seed + " cut " + cut);
        }
        System.out.println(
                "power cuts=" + CUTS + " steps=" + steps.size() + " salvaged=" + power.salvaged() + " seed=" + seed);
    }

    @Test
    void aDamagedFileIsAnEarlierStateOrARefusal() throws IOException {
        Path image = directory.resolve("image.mv");
        int refused = 0;
        int opened = 0;
        long size = Files.size(file);
        for (int i = 0; i < DAMAGES; i++) {
            Files.copy(file, image, StandardCopyOption.REPLACE_EXISTING);
            // The last three quarters: a little of everything.
            long at = size / 4 + random.nextLong(size - size / 4);
            try (RandomAccessFile damage = new RandomAccessFile(image.toFile(), "rw")) {
                if (random.nextBoolean()) {
                    damage.setLength(at);
                } else {
                    byte[] noise = new byte[1 + random.nextInt(5000)];
                    random.nextBytes(noise);
                    damage.seek(at);
                    damage.write(noise);
                }
            }
            try (EmbeddedStore store = EmbeddedStore.open(at(image))) {
                String context = "seed " + seed + " damage " + i;
                int held = CrashCheck.check(context, store, Map.of());
                // One thread wrote: an earlier state is a first part, and never nothing at all.
                Map<String, Long> first = new HashMap<>();
                for (int id = 0; id < held; id++) {
                    first.put(Integer.toString(id), id + 1L);
                }
                CrashCheck.check(context, store, first);
                assertThat(held).as(context).isPositive();
                opened++;
            } catch (FaultException e) {
                assertThat(e.getMessage()).contains("damaged");
                refused++;
            }
            Files.deleteIfExists(directory.resolve("image.mv.damaged"));
        }
        System.out.println("damages=" + DAMAGES + " opened=" + opened + " refused=" + refused + " seed=" + seed);
        assertThat(opened).isPositive();
    }

    private EmbeddedOptions at(Path other) {
        return EmbeddedOptions.at(other).withLimits(options.limits());
    }
}
