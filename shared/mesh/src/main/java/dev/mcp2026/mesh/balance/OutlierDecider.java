package dev.mcp2026.mesh.balance;

import java.time.Duration;
import java.util.ArrayList;
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
        suspects(counts, intervalEnded).forEach((id, reason) -> {
            Ejection known = after.getOrDefault(id, Ejection.NEVER);
            long out = after.values().stream().filter(Ejection::out).count();
            // Calls from before the ejection may still be failing: they count no more.
            boolean wasOut = before.getOrDefault(id, Ejection.NEVER).out();
            if (!wasOut && out < rules.maxEjected(counts.size())) {
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

    private Map<EndpointId, String> byRate(Map<EndpointId, CallCounts> counts) {
        double[] rates = counts.values().stream()
                .filter(this::isEnough)
                .mapToDouble(CallCounts::successRate)
                .toArray();
        if (rates.length < rules.minEndpoints()) {
            return Map.of();
        }
        double mean = 0;
        double squares = 0;
        for (double rate : rates) {
            mean += rate / rates.length;
        }
        for (double rate : rates) {
            squares += (rate - mean) * (rate - mean) / rates.length;
        }
        double least = mean - Math.max(rules.minGap(), rules.deviations() * Math.sqrt(squares));
        String others = percent(mean);
        Map<EndpointId, String> suspects = new TreeMap<>();
        counts.forEach((id, count) -> {
            if (isEnough(count) && count.successRate() < least) {
                suspects.put(
                        id,
                        percent(count.successRate()) + " of " + count.total() + " calls succeeded, on average "
                                + others);
            }
        });
        return suspects;
    }

    private boolean isEnough(CallCounts count) {
        return count.total() >= rules.minCalls();
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
