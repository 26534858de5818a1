package dev.mcp2026.coordinator.breaker;

import java.time.Duration;

/// Hears of breakers; must be quick and must not fail.
public interface BreakerListener {
    BreakerListener NONE = new BreakerListener() {
        @Override
        public void opened(String participant) {}

        @Override
        public void closed(String participant, Duration open) {}

        @Override
        public void prevented(String participant) {}
    };

    void opened(String participant);

    /// A trial was answered.
    ///
    /// @param open since it opened
    void closed(String participant, Duration open);

    /// A call was not made.
    void prevented(String participant);
}
