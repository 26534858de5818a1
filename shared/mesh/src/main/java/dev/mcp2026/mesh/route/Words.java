package dev.mcp2026.mesh.route;

import dev.mcp2026.mesh.path.PathMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Numbers as a person reads them in a reason.
final class Words {
    private Words() {}

    static String ms(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.1f ms", millis);
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    static String cost(double costMs, PathMeasurement path, double loss) {
        return "costs " + ms(costMs) + " (rtt " + ms(PathCost.ms(path.srtt())) + ", jitter "
                + ms(PathCost.ms(path.jitter())) + ", loss " + percent(loss) + ")";
    }

    static String down(PathMeasurement path, Instant now) {
        String heard = path.lastHeard()
                .map(last -> "last heard " + seconds(Duration.between(last, now)) + " ago")
                .orElse("never heard");
        // Of another cell's path only its state is known here, not what that cell missed.
        return path.misses() == 0 ? "down: " + heard : "down: " + path.misses() + " probes missed in a row, " + heard;
    }
}
