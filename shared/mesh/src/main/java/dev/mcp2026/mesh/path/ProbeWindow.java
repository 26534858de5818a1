package dev.mcp2026.mesh.path;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;

/// The newest probes in the order they were sent, bounded in number and in age. A probe waits, is answered or is
/// missed; a missed one that is answered after all counts as answered.
final class ProbeWindow {
    private final PathRules rules;
    private final SequencedMap<Long, Probe> probes = new LinkedHashMap<>();

    ProbeWindow(PathRules rules) {
        this.rules = rules;
    }

    void sent(long sequence, long nanos) {
        if (probes.putIfAbsent(sequence, new Probe(nanos)) == null
                && probes.size() > rules.windowProbes().max()) {
            probes.pollFirstEntry();
        }
    }

    /// The round trip; empty if the probe is not of this window or was answered before.
    OptionalLong answered(long sequence, long nanos) {
        Probe probe = probes.get(sequence);
        if (probe == null || probe.fate == Fate.ANSWERED) {
            return OptionalLong.empty();
        }
        probe.fate = Fate.ANSWERED;
        probe.roundTrip = Math.max(0, nanos - probe.sentNanos);
        return OptionalLong.of(probe.roundTrip);
    }

    void sweep(long nanos, long timeoutNanos) {
        long window = rules.window().toNanos();
        probes.values().removeIf(probe -> nanos - probe.sentNanos > window);
        for (Probe probe : probes.values()) {
            if (probe.fate == Fate.WAITING && nanos - probe.sentNanos >= timeoutNanos) {
                probe.fate = Fate.MISSED;
            }
        }
    }

    /// Of the decided probes, how many of the newest share this fate without a gap.
    int newestInARow(Fate fate) {
        int count = 0;
        for (Map.Entry<Long, Probe> entry : probes.reversed().entrySet()) {
            Fate is = entry.getValue().fate;
            if (is == fate) {
                count++;
            } else if (is != Fate.WAITING) {
                break;
            }
        }
        return count;
    }

    /// Drops all before the newest row of answers.
    void keepNewestAnswers() {
        boolean older = false;
        Iterator<Probe> newestFirst = probes.reversed().values().iterator();
        while (newestFirst.hasNext()) {
            older |= newestFirst.next().fate == Fate.MISSED;
            if (older) {
                newestFirst.remove();
            }
        }
    }

    int count(Fate fate) {
        int count = 0;
        for (Probe probe : probes.values()) {
            count += probe.fate == fate ? 1 : 0;
        }
        return count;
    }

    /// Round trips of the answered ones, sorted.
    List<Long> roundTrips() {
        List<Long> trips = new ArrayList<>(probes.size());
        for (Probe probe : probes.values()) {
            if (probe.fate == Fate.ANSWERED) {
                trips.add(probe.roundTrip);
            }
        }
        trips.sort(null);
        return trips;
    }

    enum Fate {
        WAITING,
        ANSWERED,
        MISSED
    }

    private static final class Probe {
        private final long sentNanos;
        private Fate fate = Fate.WAITING;
        private long roundTrip;

        Probe(long sentNanos) {
            this.sentNanos = sentNanos;
        }
    }
}
