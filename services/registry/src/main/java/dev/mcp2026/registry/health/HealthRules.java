package dev.mcp2026.registry.health;

import java.time.Duration;

/// Every threshold of the verdict, in one place.
///
/// @param conclusiveK confirmations of an answer that says no (REFUSED after it was up, UNHEALTHY)
/// @param inconclusiveK failures in a row where silence is all there is and only one observer looks
/// @param sharedK the same where a second observer agrees
/// @param inconclusiveSpan such failures must also last this long, so that a short pause never counts
/// @param recoveryJ successes in a row that end DOWN
/// @param reprobe delay of the first confirming probe; doubles up to the check's interval
/// @param reportFresh how long another observer's report is believed
/// @param localScoreBad from this [LocalHealth] score on, own silence is blamed on the observer
/// @param observersMax other observers remembered for each instance
/// @param historyMax transitions remembered for each instance
public record HealthRules(
        int conclusiveK,
        int inconclusiveK,
        int sharedK,
        Duration inconclusiveSpan,
        int recoveryJ,
        Duration reprobe,
        Duration reportFresh,
        int localScoreBad,
        int observersMax,
        int historyMax,
        PhiRules phi,
        FlapRules flap,
        LocalHealthRules local) {
    public HealthRules {
        require(conclusiveK >= 1 && recoveryJ >= 1, "conclusiveK and recoveryJ must be at least 1");
        require(sharedK >= 1 && inconclusiveK >= sharedK, "inconclusiveK must be at least sharedK");
        require(
                !inconclusiveSpan.isNegative() && reprobe.isPositive(),
                "inconclusiveSpan and reprobe must be positive");
        require(reportFresh.isPositive(), "reportFresh must be positive");
        require(localScoreBad >= 1, "localScoreBad must be at least 1");
        require(observersMax >= 1 && historyMax >= 1, "observersMax and historyMax must be at least 1");
    }

    public static HealthRules defaults() {
        return new HealthRules(
                2,
                3,
                2,
                Duration.ofSeconds(2),
                2,
                Duration.ofMillis(75),
                Duration.ofSeconds(10),
                2,
                16,
                16,
                PhiRules.defaults(),
                FlapRules.defaults(),
                LocalHealthRules.defaults());
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
