package dev.mcp2026.coordinator.lra;

import dev.mcp2026.coordinator.log.SagaId;
import dev.mcp2026.coordinator.log.Shard;
import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// A long running action: the last segment of its URL. It is made as a saga's id is, so it says its shard too.
public record LraId(String value) implements Comparable<LraId> {
    public LraId {
        try {
            var _ = new SagaId(value);
        } catch (FaultException malformed) {
            // Whoever asks for it can't know of it from here.
            throw Faults.of(FaultKind.NOT_FOUND, "there is no LRA '" + value + "'", "take the id from its start");
        }
    }

    public static LraId next(Shard shard, Instant now, RandomGenerator random) {
        return new LraId(SagaId.next(shard, now, random).value());
    }

    /// @param text the id alone, or the LRA's URL, also encoded
    public static LraId of(String text) {
        String decoded = decoded(text);
        int query = decoded.indexOf('?');
        String path = query < 0 ? decoded : decoded.substring(0, query);
        return new LraId(path.substring(path.lastIndexOf('/') + 1));
    }

    private static String decoded(String text) {
        try {
            return text.contains("%") ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    public Shard shard() {
        return new SagaId(value).shard();
    }

    @Override
    public int compareTo(LraId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
