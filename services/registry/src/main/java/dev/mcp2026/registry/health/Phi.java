package dev.mcp2026.registry.health;

/// The accrual function: how unlikely it is that a heartbeat is still to come, as -log10 of its
/// probability.
/// The normal tail is taken from the logistic approximation that Akka and Cassandra use (error
/// below 0.014 %).
final class Phi {
    private static final double A = 1.5976;
    private static final double B = 0.070566;

    private Phi() {}

    /// @param y standard deviations past the mean
    static double at(double y) {
        double x = y * (A + B * y * y);
        // -log10(1 / (1 + e^x)), written so that a large x does not overflow
        return (x > 30 ? x : Math.log1p(Math.exp(x))) / Math.log(10);
    }

    /// Inverse of [#at]: standard deviations past the mean at which `phi` is reached.
    static double quantile(double phi) {
        double x = Math.log(Math.expm1(phi * Math.log(10)));
        double y = x / A;
        // Newton on B·y³ + A·y − x, which is monotone
        for (int i = 0; i < 16; i++) {
            y -= (B * y * y * y + A * y - x) / (3 * B * y * y + A);
        }
        return y;
    }
}
