package dev.mcp2026.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.store.StoreLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Cuts the power after some of the recorded steps, opens what is left, and checks it.
final class PowerCut {
    private final List<RecordingFile.Step> steps;
    private final Random random;
    private final Path image;
    private final StoreLimits limits;
    private int salvaged;

    PowerCut(List<RecordingFile.Step> steps, Random random, Path image, StoreLimits limits) {
        this.steps = steps;
        this.random = random;
        this.image = image;
        this.limits = limits;
    }

    /// How often the store went back one commit.
    int salvaged() {
        return salvaged;
    }

    /// All that was acknowledged in the first `count` steps is there, no transaction is half there, and the store
    /// takes another.
    void survived(int count, String name) throws IOException {
        RecordingFile.powerCut(steps, count, random, image);
        Map<String, Long> acknowledged = new HashMap<>();
        for (RecordingFile.Step step : steps.subList(0, count)) {
            if (step instanceof RecordingFile.Step.Acknowledged(String id, long revision)) {
                acknowledged.put(id, revision);
            }
        }
        String context = name + " after step " + count + " of " + steps.size();
        try (EmbeddedStore store = EmbeddedStore.open(EmbeddedOptions.at(image).withLimits(limits))) {
            CrashCheck.check(context, store, acknowledged);
            store.txn(CrashCheck.transaction("after"));
        } catch (FaultException e) {
            // Nothing was ever acknowledged: a file torn in its making may be refused.
            assertThat(acknowledged)
                    .as("%s refused: %s", context, e.getMessage())
                    .isEmpty();
        }
        salvaged += Files.deleteIfExists(image.resolveSibling(image.getFileName() + ".damaged")) ? 1 : 0;
    }
}
