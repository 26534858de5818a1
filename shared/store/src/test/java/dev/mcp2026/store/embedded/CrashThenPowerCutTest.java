package dev.mcp2026.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.store.StoreLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed between writing a chunk and syncing it leaves the chunk in the kernel's cache, where
/// the next process finds it whole. A power cut may still tear it, together with the chunk that was built on it.
class CrashThenPowerCutTest {
    private static final int TRANSACTIONS = 40;
    private static final int AFTERWARDS = 3;
    private static final int CRASHES = 20;
    private static final int CUTS_PER_STEP = 3;

    @TempDir
    Path directory;

    private final long seed = Long.getLong("mcp.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final StoreLimits limits = StoreLimits.defaults().withHistoryRevisions(20);

    @Test
    void whatWasAcknowledgedSurvivesBoth() throws IOException {
        List<RecordingFile.Step> first = record(directory.resolve("store.mv"), "first-", TRANSACTIONS);
        int salvaged = 0;
        for (int crash = 0; crash < CRASHES; crash++) {
            int killed = afterAChunk(first);
            Path image = directory.resolve("crashed-" + crash + ".mv");
            RecordingFile.kill(first, killed, image);
            List<RecordingFile.Step> all = new ArrayList<>(first.subList(0, killed));
            all.addAll(record(image, "second-", AFTERWARDS));
            PowerCut cut = new PowerCut(all, random, directory.resolve("image.mv"), limits);
            for (int place = killed; place < all.size(); place++) {
                for (int i = 0; i < CUTS_PER_STEP; i++) {
                    cut.survived(place, "seed " + seed + " killed after " + killed + " cut " + i);
                }
            }
            salvaged += cut.salvaged();
        }
        System.out.println("crashes before power cuts=" + CRASHES + " salvaged=" + salvaged + " seed=" + seed);
        assertThat(salvaged).isPositive();
    }

    private List<RecordingFile.Step> record(Path file, String name, int count) {
        RecordingFile recording = new RecordingFile();
        try (EmbeddedStore store = new EmbeddedStore(
                EmbeddedOptions.at(file).withLimits(limits),
                InstantSource.system(),
                System::nanoTime,
                () -> Long.MAX_VALUE,
                recording::create)) {
            for (int i = 0; i < count; i++) {
                recording.transact(store, name + i);
            }
        }
        return recording.steps();
    }

    /// A place, behind the first acknowledgement, at which a chunk was written and not yet synced.
    private int afterAChunk(List<RecordingFile.Step> steps) {
        List<Integer> places = new ArrayList<>();
        boolean acknowledged = false;
        for (int i = 0; i < steps.size(); i++) {
            acknowledged |= steps.get(i) instanceof RecordingFile.Step.Acknowledged;
            if (acknowledged && steps.get(i) instanceof RecordingFile.Step.Write write && write.isChunk()) {
                places.add(i + 1);
            }
        }
        return places.get(random.nextInt(places.size()));
    }
}
