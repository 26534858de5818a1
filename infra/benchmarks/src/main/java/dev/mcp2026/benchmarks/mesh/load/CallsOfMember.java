package dev.mcp2026.benchmarks.mesh.load;

import java.util.List;
import java.util.Map;

/// How a member's calls do.
///
/// @param way that they go now, in words; empty: none that is up
/// @param spare whether a way through another cell is up
/// @param flowingAfterNanos from the cut that was asked about until a call that began after it ended well; [#NOT_YET]
/// @param ends of the calls since the first cut, by their status
/// @param lost up to a few of those that ended with an error, in words
public record CallsOfMember(
        String way, boolean spare, long flowingAfterNanos, Map<String, Long> ends, List<String> lost) {
    public static final long NOT_YET = -1;
    /// The question with which calls begin.
    public static final String START = "start";
    /// The question that changes nothing. One in digits says when a cut was made, by [System#nanoTime], which on Linux,
    /// where the WAN box is, is the same in all processes.
    public static final String LOOK = "look";
    /// The question after which no call begins any more, and which is answered when all have ended.
    public static final String STOP = "stop";

    private static final String OK = "OK";

    public CallsOfMember {
        ends = Map.copyOf(ends);
        lost = List.copyOf(lost);
    }

    public boolean flowing() {
        return flowingAfterNanos != NOT_YET;
    }

    public long all() {
        return ends.values().stream().mapToLong(Long::longValue).sum();
    }

    public long failed() {
        return all() - ends.getOrDefault(OK, 0L);
    }
}
