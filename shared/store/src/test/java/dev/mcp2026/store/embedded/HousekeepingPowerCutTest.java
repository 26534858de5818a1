package dev.mcp2026.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.store.StoreLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Power cuts around the moments at which the store rewrites mostly dead chunks. Going back one commit is only
/// enough because MVStore's compaction writes nothing by itself: the pages it moves go into the next commit's
/// chunk.
class HousekeepingPowerCutTest {
    /// Housekeeping comes after each 500 commits: the first is followed by more of them, the second by closing.
    private static final int TRANSACTIONS = 1000;

    private static final int CUTS_PER_STEP = 1;

    /// Commits on either side of it: until all chunks that it freed may have been overwritten.
    private static final int AROUND = 7;

    @TempDir
    Path directory;

    private final long seed = Long.getLong("mcp.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final RecordingFile recording = new RecordingFile();
    private StoreLimits limits;

    @BeforeEach
    void write() {
        limits = StoreLimits.defaults().withHistoryRevisions(20);
        EmbeddedOptions options =
                EmbeddedOptions.at(directory.resolve("store.mv")).withLimits(limits);
        try (EmbeddedStore store = new EmbeddedStore(
                options, InstantSource.system(), System::nanoTime, () -> Long.MAX_VALUE, recording::create)) {
            for (int i = 0; i < TRANSACTIONS; i++) {
                recording.transact(store, Integer.toString(i));
            }
        }
    }

    @Test
    void whatWasAcknowledgedSurvivesAPowerCutAroundHousekeeping() throws IOException {
        List<RecordingFile.Step> steps = recording.steps();
        PowerCut cut = new PowerCut(steps, random, directory.resolve("image.mv"), limits);
        List<Integer> places = new ArrayList<>(around(steps, TRANSACTIONS / 2));
        places.addAll(around(steps, TRANSACTIONS));
        for (int place : places) {
            for (int i = 0; i < CUTS_PER_STEP; i++) {
                cut.survived(place, "seed " + seed + " cut " + i);
            }
        }
        System.out.println("cuts around housekeeping=" + places.size() * CUTS_PER_STEP + " salvaged=" + cut.salvaged()
                + " seed=" + seed);
        assertThat(cut.salvaged()).isPositive();
    }

    /// The same for every power cut there can be, and for a release of MVStore that compacts in another way.
    @Test
    void noTwoChunksAreWrittenWithoutASyncBetweenThem() {
        int sinceSync = 0;
        int largest = 0;
        for (RecordingFile.Step step : recording.steps()) {
            switch (step) {
                case RecordingFile.Step.Write write
                when write.isChunk() -> {
                    sinceSync++;
                    largest = Math.max(largest, write.bytes().length);
                    assertThat(sinceSync)
                            .as("chunks since a sync, at position %d", write.position())
                            .isEqualTo(1);
                }
                case RecordingFile.Step.Sync _ -> sinceSync = 0;
                case RecordingFile.Step.Write _, RecordingFile.Step.Truncate _, RecordingFile.Step.Acknowledged _ -> {}
            }
        }
        // Housekeeping did happen: a chunk of rewritten pages is several times a commit's own.
        assertThat(largest).isGreaterThan(100_000);
    }

    private static List<Integer> around(List<RecordingFile.Step> steps, int transactions) {
        List<Integer> places = new ArrayList<>();
        int done = 0;
        for (int i = 0; i < steps.size(); i++) {
            done += steps.get(i) instanceof RecordingFile.Step.Acknowledged ? 1 : 0;
            if (Math.abs(done - transactions) <= AROUND) {
                places.add(i + 1);
            }
        }
        return places;
    }
}
