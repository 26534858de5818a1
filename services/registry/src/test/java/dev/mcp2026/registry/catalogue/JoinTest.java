package dev.mcp2026.registry.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.kernel.clock.HlcTimestamp;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.id.InstanceId;
import dev.mcp2026.kernel.id.ServiceName;
import dev.mcp2026.kernel.id.TenantId;
import dev.mcp2026.registry.health.HealthState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The laws of the join: any order, any duplication, the same state.
class JoinTest {
    private static final InstanceKey KEY =
            new InstanceKey(new CellId("c1"), new TenantId("shop"), new ServiceName("web"), new InstanceId("web-1"));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void orderAndRepetitionDoNotMatter(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Delta> deltas = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                deltas.add(delta(random));
            }
            String expected = content(fold(deltas));
            List<Delta> shuffled = new ArrayList<>(deltas);
            shuffled.addAll(deltas.subList(0, 3));
            Collections.shuffle(shuffled, random);
            // An orphan verdict is only joined once its registration is there: replication sends that first.
            shuffled.addAll(deltas);
            List<Delta> again = new ArrayList<>(deltas);
            again.addAll(deltas);
            assertThat(content(fold(shuffled)))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(content(fold(again)));
            assertThat(expected).isNotNull();
        }
    }

    private static @Nullable Entry fold(List<Delta> deltas) {
        Entry entry = null;
        long revision = 0;
        for (Delta delta : deltas) {
            entry = Join.join(entry, delta, ++revision);
        }
        return entry;
    }

    private static String content(@Nullable Entry entry) {
        if (entry == null) {
            return "nothing";
        }
        return entry.registrationStamp() + " " + entry.registration() + " "
                + (entry.deleted() ? "" : entry.verdictStamp() + " " + entry.verdict());
    }

    /// Stamps collide often on purpose.
    private static Delta delta(Random random) {
        HlcTimestamp stamp = HlcTimestamp.of(1_000 + random.nextInt(4), 0);
        return switch (random.nextInt(3)) {
            case 0 -> new Delta(KEY, stamp, true, null, HlcTimestamp.ZERO, null);
            case 1 ->
                new Delta(
                        KEY,
                        HlcTimestamp.ZERO,
                        false,
                        null,
                        stamp,
                        Samples.verdict(HealthState.values()[random.nextInt(4)], "r" + random.nextInt(2)));
            default ->
                new Delta(
                        KEY,
                        stamp,
                        false,
                        Samples.leased("web", "web-1", 80 + random.nextInt(2)),
                        HlcTimestamp.ZERO,
                        null);
        };
    }
}
