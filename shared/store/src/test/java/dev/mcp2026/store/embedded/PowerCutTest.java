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
    private static final int CUTS = 300;
    private static final int DAMAGES = 150;

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
                String id = Integer.toString(i);
                long revision = store.txn(CrashCheck.transaction(id)).revision().value();
                recording.add(new RecordingFile.Step.Acknowledged(id, revision));
            }
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesAPowerCut() throws IOException {
        List<RecordingFile.Step> steps = recording.steps();
        Path image = directory.resolve("image.mv");
        int salvaged = 0;
        for (int cut = 0; cut < CUTS; cut++) {
            int count = 1 + random.nextInt(steps.size());
            RecordingFile.powerCut(steps, count, random, image);
            Map<String, Long> acknowledged = new HashMap<>();
            for (RecordingFile.Step step : steps.subList(0, count)) {
                if (step instanceof RecordingFile.Step.Acknowledged(String id, long revision)) {
                    acknowledged.put(id, revision);
                }
            }
            String context = "seed " + seed + " cut " + cut + " after step " + count + " of " + steps.size();
            try (EmbeddedStore store = EmbeddedStore.open(at(image))) {
                CrashCheck.check(context, store, acknowledged);
                store.txn(CrashCheck.transaction("after"));
            } catch (FaultException e) {
                // Nothing was ever acknowledged: a file torn in its making may be refused.
                assertThat(acknowledged)
                        .as("%s refused: %s", context, e.getMessage())
                        .isEmpty();
            }
            salvaged += Files.deleteIfExists(directory.resolve("image.mv.damaged")) ? 1 : 0;
        }
        System.out.println("power cuts=" + CUTS + " steps=" + steps.size() + " salvaged=" + salvaged + " seed=" + seed);
    }

    @Test
    void aDamagedTailIsAnEarlierStateOrARefusal() throws IOException {
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
                CrashCheck.check("seed " + seed + " damage " + i, store, Map.of());
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
