package dev.mcp2026.mesh.balance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Decides which endpoints are left out because they fail. Pure.
final class OutlierDecider {
    private final OutlierRules rules;

    OutlierDecider(OutlierRules rules) {
        this.rules = rules;
    }

    /// @param before of all that were ejected; others are missing
    /// @param counts of all endpoints there are
    /// @param intervalEnded success rates are compared, and ejections long ago forgotten
    Decision decide(
            Map<EndpointId, Ejection> before, Map<EndpointId, CallCounts> counts, boolean intervalEnded, long nanos) {
        Map<EndpointId, Ejection> after = new TreeMap<>();
        List<EndpointId> returned = new ArrayList<>();
        before.forEach((id, ejection) -> {
            if (!counts.containsKey(id)) {
                return;
            }
            if (ejection.out() && nanos - ejection.untilNanos() < 0) {
                after.put(id, ejection);
                return;
            }
            if (ejection.out()) {
                returned.add(id);
            }
            int times = !ejection.out() && intervalEnded ? ejection.times() - 1 : ejection.times();
            if (times > 0) {
                after.put(id, new Ejection(false, ejection.untilNanos(), times));
            }
        });
        List<Ejected> ejected = new ArrayList<>();
        // Calls from before an ejection may still be failing: those that are out are not judged.
        Map<EndpointId, CallCounts> judged = new TreeMap<>(counts);
        judged.keySet().removeIf(id -> before.getOrDefault(id, Ejection.NEVER).out());
        suspects(judged, intervalEnded).forEach((id, reason) -> {
            Ejection known = after.getOrDefault(id, Ejection.NEVER);
            long out = after.values().stream().filter(Ejection::out).count();
            if (out < rules.maxEjected(counts.size())) {
                Duration time = time(known.times() + 1);
                after.put(id, new Ejection(true, nanos + time.toNanos(), known.times() + 1));
                ejected.add(new Ejected(id, time, reason));
            }
        });
        return new Decision(after, ejected, returned);
    }

    private Map<EndpointId, String> suspects(Map<EndpointId, CallCounts> counts, boolean intervalEnded) {
        Map<EndpointId, String> suspects = new TreeMap<>();
        counts.forEach((id, count) -> {
            if (count.failedInARow() >= rules.consecutiveFailures()) {
                suspects.put(id, count.failedInARow() + " calls failed in a row");
            }
        });
        if (intervalEnded) {
            byRate(counts).forEach(suspects::putIfAbsent);
        }
        return suspects;
    }

    /// Each is compared with the others, itself left out: one of four can't be two deviations off a mean of which it
    /// is part, however badly it does.
    private Map<EndpointId, String> byRate(Map<EndpointId, CallCounts> counts) {
        Map<EndpointId, CallCounts> enough = new TreeMap<>(counts);
        enough.values().removeIf(count -> count.total() < rules.minCalls());
        if (enough.size() < rules.minEndpoints()) {
            return Map.of();
        }
        Map<EndpointId, String> suspects = new TreeMap<>();
        enough.forEach((id, count) -> {
            double[] others = enough.entrySet().stream()
                    .filter(other -> !other.getKey().equals(id))
                    .mapToDouble(other -> other.getValue().successRate())
                    .toArray();
            double mean = Arrays.stream(others).average().orElse(1);
            double variance = Arrays.stream(others)
                    .map(rate -> (rate - mean) * (rate - mean))
                    .average()
                    .orElse(0);
            if (count.successRate() < mean - Math.max(rules.minGap(), rules.deviations() * Math.sqrt(variance))) {
                suspects.put(
                        id,
                        percent(count.successRate()) + " of " + count.total() + " calls succeeded, of the others' "
                                + percent(mean));
            }
        });
        return suspects;
    }

    private Duration time(int times) {
        Duration time = rules.baseEjection().multipliedBy(times);
        return time.compareTo(rules.maxEjection()) > 0 ? rules.maxEjection() : time;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /// @param ejections for the next decision
    record Decision(Map<EndpointId, Ejection> ejections, List<Ejected> ejected, List<EndpointId> returned) {}

    record Ejected(EndpointId endpoint, Duration time, String reason) {}
}
