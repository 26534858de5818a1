package dev.mcp2026.kernel.clock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The measured offset of one peer's wall clock. Immutable: [#observe] gives the next state. Not a servo: it sets no
/// clock, it tells by how much stamps of this peer may be trusted.
///
/// As the clock filter of RFC 5905 (section 10) it keeps the last few samples and believes the one with the smallest
/// error bound: half the round trip, because the true offset lies within it however unequal the two ways are, plus
/// what both clocks can have drifted apart since, plus the resolution. Two samples whose bounds do not meet can't
/// both be true (Marzullo 1984), so a clock was set in between and the older ones are dropped.
public final class PeerClock {
    private final Settings settings;
    private final List<Exchange> window;

    private PeerClock(Settings settings, List<Exchange> window) {
        this.settings = settings;
        this.window = window;
    }

    public static PeerClock unmeasured(Settings settings) {
        return new PeerClock(settings, List.of());
    }

    /// The state after `exchange`. One that came out of order, older than the newest known, changes nothing; so
    /// does one whose round trip is more negative than drift explains.
    public PeerClock observe(Exchange exchange) {
        boolean stale = !window.isEmpty() && window.getLast().atNanos() - exchange.atNanos() > 0;
        if (stale || exchange.roundTripNanos() < -bound(exchange, exchange.atNanos())) {
            return this;
        }
        List<Exchange> next = new ArrayList<>();
        for (Exchange known : window) {
            if (agree(known, exchange)) {
                next.add(known);
            }
        }
        next.add(exchange);
        int surplus = Math.max(0, next.size() - settings.windowSamples());
        return new PeerClock(settings, List.copyOf(next.subList(surplus, next.size())));
    }

    /// The best estimate at `nowNanos` of the monotonic clock; empty before the first sample and when all
    /// are older than [Settings#maxAge()].
    public Optional<PeerOffset> offsetAt(long nowNanos) {
        return window.stream()
                .filter(sample ->
                        nowNanos - sample.atNanos() <= settings.maxAge().toNanos())
                .min(Comparator.comparingLong(sample -> bound(sample, nowNanos)))
                .map(sample -> new PeerOffset(
                        sample.offsetNanos(),
                        bound(sample, nowNanos),
                        Math.max(0, sample.roundTripNanos()),
                        Math.max(0, nowNanos - sample.atNanos())));
    }

    /// How many samples the estimate can choose from.
    public int samples() {
        return window.size();
    }

    private boolean agree(Exchange older, Exchange newer) {
        long apart = Math.abs(older.offsetNanos() - newer.offsetNanos());
        return apart <= bound(older, newer.atNanos()) + bound(newer, newer.atNanos());
    }

    private long bound(Exchange sample, long nowNanos) {
        // While the sample was taken the clocks drifted too.
        long span = Math.max(0, nowNanos - sample.atNanos()) + (sample.received() - sample.sent());
        long drift = (long) Math.ceil(span * settings.driftPpm() / 1e6);
        return Math.max(0, sample.roundTripNanos()) / 2
                + drift
                + settings.resolution().toNanos();
    }

    /// @param windowSamples how many samples are kept
    /// @param maxAge samples older than this are not used
    /// @param driftPpm how fast the two clocks may move apart, in microseconds per second
    /// @param resolution how coarse the stamps are, both ends together
    public record Settings(int windowSamples, Duration maxAge, double driftPpm, Duration resolution) {
        /// Eight samples as in RFC 5905; 50 ppm is what a plain quartz does over a data centre's temperatures.
        public static final Settings DEFAULT = new Settings(8, Duration.ofMinutes(10), 50, Duration.ofNanos(2_000));

        public Settings {
            if (windowSamples < 1 || driftPpm < 0 || maxAge.isNegative() || resolution.isNegative()) {
                throw new IllegalArgumentException("a window of at least one sample, and nothing negative, is needed");
            }
        }
    }
}
