package dev.mcp2026.coordinator.log;

import dev.mcp2026.kernel.error.Faults;
import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// A saga: ten digits of time, the newest sorted first, ten of chance, and its shard.
public record SagaId(String value) implements Comparable<SagaId> {
    private static final int TIME_DIGITS = 10;
    private static final int CHANCE_DIGITS = 10;
    private static final Pattern FORM =
            Pattern.compile("[" + Base32.DIGITS + "]{" + (TIME_DIGITS + CHANCE_DIGITS + 1) + "}");

    public SagaId {
        if (!FORM.matcher(value).matches()) {
            throw Faults.invalid("sagaId", "'" + value + "' is no saga's id", "take it from mcpctl saga list");
        }
    }

    public static SagaId next(Shard shard, Instant now, RandomGenerator random) {
        return new SagaId(
                Base32.of(~now.toEpochMilli(), TIME_DIGITS) + Base32.of(random.nextLong(), CHANCE_DIGITS) + shard);
    }

    public Shard shard() {
        return new Shard(value.charAt(value.length() - 1));
    }

    @Override
    public int compareTo(SagaId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
