package dev.mcp2026.benchmarks.mesh.load;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/// What became of an [Order].
///
/// @param latencies of the calls that succeeded, µs: a compressed histogram, so that several can be put together
/// @param ends calls by the status that they ended with
/// @param bytes of messages, one way
/// @param cpuMicros that the client's process used
/// @param probes round trip of each, ns, in the order they were sent; [#LOST] for those without an answer
public record Outcome(
        String latencies, Map<String, Long> ends, double seconds, long bytes, long cpuMicros, List<Long> probes) {
    public static final long LOST = -1;

    /// A minute, in µs; slower calls count as this slow.
    static final long HIGHEST = 60_000_000;
    static final int DIGITS = 3;
    /// In place of a status.
    static final String NEVER_ENDED = "NEVER ENDED";

    private static final String OK = "OK";

    public Outcome {
        ends = Map.copyOf(ends);
        probes = List.copyOf(probes);
    }

    static String encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(buffer.array(), buffer.position()));
    }

    public Histogram histogram() {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(latencies)), HIGHEST);
        } catch (DataFormatException e) {
            throw new IllegalStateException("the load client's histogram can't be read", e);
        }
    }

    public long succeeded() {
        return ends.getOrDefault(OK, 0L);
    }

    public long neverEnded() {
        return ends.getOrDefault(NEVER_ENDED, 0L);
    }

    public long timedOut() {
        return ends.getOrDefault("DEADLINE_EXCEEDED", 0L);
    }

    public long failed() {
        return ends.values().stream().mapToLong(Long::longValue).sum() - succeeded();
    }

    public double perSecond() {
        return succeeded() / seconds;
    }

    public double megabytesPerSecond() {
        return bytes / seconds / 1e6;
    }
}
