package dev.mcp2026.registry.health;

import java.time.Duration;

/// Every threshold of the verdict, in one place. K of N: K failures among a check's last N outcomes count like K in
/// a row, so that one that fails every second time is found too.
///
/// @param conclusiveK confirmations of an answer that says no (REFUSED after it was up, UNHEALTHY)
/// @param conclusiveN among this many outcomes; at least conclusiveK
/// @param inconclusiveK failures where silence is all there is and only one observer looks
/// @param inconclusiveN among this many outcomes; at least inconclusiveK
/// @param sharedK the same as inconclusiveK where a second observer agrees
/// @param inconclusiveSpan such failures must also last this long, so that a short pause never counts
/// @param recoveryJ successes in a row that end DOWN
/// @param reprobe delay of the first confirming probe; doubles up to the check's interval
/// @param reportFresh how long another observer's report is believed, from when that observer saw it
/// @param localScoreBad from this [LocalHealth] score on, own silence is blamed on the observer
/// @param observersMax other observers remembered for each instance
/// @param historyMax transitions remembered for each instance
public record HealthRules(
        int conclusiveK,
        int conclusiveN,
        int inconclusiveK,
        int inconclusiveN,
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
    /// The two-observer rule: a refusal that only others report, and something contradicts, needs this many.
    static final int OBSERVERS_MIN = 2;

    /// Outcomes remembered for each check at most.
    private static final int N_MAX = 64;

    public HealthRules {
        require(conclusiveK >= 1 && recoveryJ >= 1, "conclusiveK and recoveryJ must be at least 1");
        require(sharedK >= 1 && inconclusiveK >= sharedK, "inconclusiveK must be at least sharedK");
        require(conclusiveN >= conclusiveK && conclusiveN <= N_MAX, "conclusiveN must be conclusiveK to 64");
        require(inconclusiveN >= inconclusiveK && inconclusiveN <= N_MAX, "inconclusiveN must be inconclusiveK to 64");
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
                3,
                5,
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

    /// Outcomes that must be remembered.
    int windowN() {
        return Math.max(conclusiveN, inconclusiveN);
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
