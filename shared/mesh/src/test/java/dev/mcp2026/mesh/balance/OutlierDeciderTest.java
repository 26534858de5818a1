package dev.mcp2026.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OutlierDeciderTest {
    private static final long START = Long.MAX_VALUE - 5;

    private final OutlierRules rules = OutlierRules.DEFAULT;
    private final OutlierDecider decider = new OutlierDecider(rules);
    private final Map<EndpointId, CallCounts> counts = new TreeMap<>();
    private Map<EndpointId, Ejection> ejections = Map.of();
    private long now = START;

    OutlierDeciderTest() {
        for (String name : new String[] {"a", "b", "c", "d", "e"}) {
            set(name, 100, 0, 0);
        }
    }

    @Test
    void failuresInARowEject() {
        set("a", 0, 4, 4);
        assertThat(decide(false).ejected()).isEmpty();
        set("a", 0, 5, 5);
        OutlierDecider.Decision decision = decide(false);
        assertThat(decision.ejected())
                .containsExactly(new OutlierDecider.Ejected(id("a"), rules.baseEjection(), "5 calls failed in a row"));
        assertThat(decision.ejections().get(id("a")).out()).isTrue();
    }

    @Test
    void itReturnsAndTheNextTimeIsLonger() {
        set("a", 0, 5, 5);
        decide(false);
        set("a", 0, 5, 5);
        pass(rules.baseEjection().minusNanos(1));
        assertThat(decide(false).returned()).isEmpty();
        pass(Duration.ofNanos(1));
        OutlierDecider.Decision back = decide(false);
        assertThat(back.returned()).containsExactly(id("a"));
        assertThat(back.ejected())
                .as("calls from before the ejection count no more")
                .isEmpty();
        assertThat(decide(false).ejected().getFirst().time())
                .isEqualTo(rules.baseEjection().multipliedBy(2));
    }

    @Test
    void ejectionsAreNotLongerThanTheLongestAndAreForgottenInTime() {
        ejections = Map.of(id("a"), new Ejection(false, now, 20));
        set("a", 0, 5, 5);
        assertThat(decide(false).ejected().getFirst().time()).isEqualTo(rules.maxEjection());
        ejections = Map.of(id("b"), new Ejection(false, now, 2));
        assertThat(decide(false).ejections().get(id("b")).times()).isEqualTo(2);
        assertThat(decide(true).ejections().get(id("b")).times()).isEqualTo(1);
        assertThat(decide(true).ejections()).doesNotContainKey(id("b"));
    }

    @Test
    void aSuccessRateFarBelowTheOthersEjects() {
        set("a", 70, 30, 1);
        assertThat(decide(false).ejected()).isEmpty();
        assertThat(decide(true).ejected())
                .extracting(OutlierDecider.Ejected::reason)
                .containsExactly("70.0 % of 100 calls succeeded, of the others' 100.0 %");
    }

    @Test
    void aSmallDifferenceOrFewCallsDoNot() {
        set("a", 91, 9, 1);
        assertThat(decide(true).ejected()).isEmpty();
        set("b", 80, 20, 1);
        set("c", 80, 20, 1);
        assertThat(decide(true).ejected()).isEmpty();
        set("b", 100, 0, 0);
        set("c", 100, 0, 0);
        set("a", 10, 39, 1);
        assertThat(decide(true).ejected()).isEmpty();
    }

    @Test
    void whatAllFailAtIsNobodysFault() {
        counts.replaceAll((id, count) -> new CallCounts(50, 50, 2));
        assertThat(decide(true).ejected()).isEmpty();
    }

    @Test
    void noMoreThanAShareIsOutAtATime() {
        counts.replaceAll((id, count) -> new CallCounts(0, 100, 100));
        assertThat(decide(true).ejected()).hasSize(2);
        assertThat(decide(true).ejected()).isEmpty();
        assertThat(rules.maxEjected(1)).isZero();
        assertThat(rules.maxEjected(2)).isEqualTo(1);
        assertThat(rules.maxEjected(3)).isEqualTo(1);
    }

    @Test
    void whatIsOutIsNotComparedWith() {
        set("a", 0, 100, 100);
        decide(false);
        set("b", 70, 30, 1);
        assertThat(decide(true).ejected())
                .extracting(OutlierDecider.Ejected::reason)
                .containsExactly("70.0 % of 100 calls succeeded, of the others' 100.0 %");
    }

    @Test
    void whatIsGoneIsForgotten() {
        set("a", 0, 5, 5);
        decide(false);
        counts.remove(id("a"));
        assertThat(decide(false).ejections()).isEmpty();
    }

    private OutlierDecider.Decision decide(boolean intervalEnded) {
        OutlierDecider.Decision decision = decider.decide(ejections, counts, intervalEnded, now);
        ejections = decision.ejections();
        return decision;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void set(String name, long succeeded, long failed, long inARow) {
        counts.put(id(name), new CallCounts(succeeded, failed, inARow));
    }

    private static EndpointId id(String name) {
        return Endpoints.id("cell1", name);
    }
}
