package dev.mcp2026.registry.health;

/// What is known of one instance's heartbeats. Mean and variance are weighted exponentially over
/// an effective window,
/// so it stays small whatever its length and follows jitter that changes.
///
/// @param lastNanos monotonic time of the last arrival
/// @param mean interval, nanoseconds
/// @param variance of the interval, nanoseconds²
/// @param samples intervals seen, up to the window
/// @param loss recent share of heartbeats that never came, by gaps in the sequence
/// @param beats heartbeats in a row since it was last lost
record HeartbeatWindow(
        long lastNanos, long sequence, double mean, double variance, int samples, float loss, int beats) {
    /// Sent by those who don't count.
    static final long UNNUMBERED = 0;

    /// Registration counts as the first heartbeat. The interval is guessed from the lease.
    static HeartbeatWindow first(long nowNanos, long leaseNanos, PhiRules rules) {
        double mean = leaseNanos * rules.firstShare();
        return new HeartbeatWindow(nowNanos, 0, mean, mean * mean / 4, 0, 0, 1);
    }

    HeartbeatWindow arrived(long newSequence, long nowNanos, PhiRules rules) {
        long step = newSequence == UNNUMBERED ? 1 : newSequence - sequence;
        if (step == 0) {
            return this; // a duplicate proves no new life
        }
        if (step < 0) {
            // The instance started again and counts from the beginning: the pause says nothing about its rhythm.
            return new HeartbeatWindow(nowNanos, newSequence, mean, variance, samples, loss, beats + 1);
        }
        double measured = (double) (nowNanos - lastNanos) / step; // lost ones don't stretch the rhythm
        if (samples == 0) {
            double spread = measured * measured / 4;
            return new HeartbeatWindow(nowNanos, newSequence, measured, spread, 1, loss, beats + 1);
        }
        // An outage is no jitter. It is cut, not skipped, so that a rhythm that really changed is learnt in a few
        // beats.
        double interval = Math.min(measured, mean + Phi.quantile(rules.down()) * deviation(rules));
        int seen = Math.min(samples + 1, rules.window());
        double weight = Math.max(1.0 / seen, 2.0 / (rules.window() + 1));
        double delta = interval - mean;
        double newMean = mean + weight * delta;
        double newVariance = (1 - weight) * (variance + weight * delta * delta);
        double lossWeight = 2.0 / (rules.window() + 1);
        double lost = loss;
        for (long i = 1; i < Math.min(step, rules.window()); i++) {
            lost += lossWeight * (1 - lost);
        }
        lost -= lossWeight * lost;
        return new HeartbeatWindow(nowNanos, newSequence, newMean, newVariance, seen, (float) lost, beats + 1);
    }

    /// Registered again: alive now, counting from the start; its rhythm is kept.
    HeartbeatWindow registeredAgain(long nowNanos) {
        return new HeartbeatWindow(nowNanos, 0, mean, variance, samples, loss, beats + 1);
    }

    /// It was judged lost: recovery counts from here.
    HeartbeatWindow silent() {
        return beats == 0 ? this : new HeartbeatWindow(lastNanos, sequence, mean, variance, samples, loss, 0);
    }

    double phi(Moment now, PhiRules rules) {
        double elapsed = (double) (now.nanos() - lastNanos) / (1 + now.localScore());
        return Phi.at((elapsed - mean) / deviation(rules));
    }

    /// Monotonic time at which `phi` will be reached if nothing comes. A worse local score never
    /// makes it earlier.
    long reaches(double phi, int localScore, PhiRules rules) {
        double elapsed = mean + Phi.quantile(phi) * deviation(rules);
        return lastNanos + (long) Math.ceil(elapsed * (1 + localScore)) + 1;
    }

    double deviation(PhiRules rules) {
        double floor = Math.max((double) rules.minDeviation().toNanos(), rules.minDeviationShare() * mean);
        return Math.max(Math.sqrt(variance), floor);
    }

    int missed(Moment now) {
        return (int) Math.clamp((long) ((now.nanos() - lastNanos) / Math.max(mean, 1)), 0, Integer.MAX_VALUE);
    }
}
