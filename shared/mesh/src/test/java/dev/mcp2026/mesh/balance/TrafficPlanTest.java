package dev.mcp2026.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mcp2026.mesh.balance.TrafficPlan.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficPlanTest {
    @Test
    void theNearestTakesEverythingWhileItCan() {
        assertShares(plan(new Tier(3, 3, 3), new Tier(3, 3, 3)), 1, 0);
        assertShares(plan(new Tier(4, 3, 3), new Tier(3, 3, 3)), 1, 0);
    }

    @Test
    void whatItCannotCarryOverflows() {
        assertShares(plan(new Tier(2, 1, 1), new Tier(3, 3, 3)), 0.7, 0.3);
        assertShares(plan(new Tier(2, 0, 0), new Tier(2, 1, 1), new Tier(1, 1, 1)), 0, 0.7, 0.3);
    }

    @Test
    void ejectedOnesAreUsedOnlyInPanic() {
        TrafficPlan calm = plan(new Tier(2, 2, 1), new Tier(2, 2, 2));
        assertThat(calm.panic()).isFalse();
        assertShares(calm, 0.7, 0.3);
        TrafficPlan panic = plan(new Tier(2, 2, 0), new Tier(2, 2, 1));
        assertThat(panic.panic()).isTrue();
        assertShares(panic, 1, 0);
    }

    @Test
    void whatIsNotConnectedIsNoReasonToPanic() {
        assertThat(plan(new Tier(5, 1, 1)).panic()).isFalse();
        assertShares(plan(new Tier(5, 1, 1)), 1);
    }

    @Test
    void allTogetherTakeMoreThanTheyShouldIfTheyMust() {
        assertShares(plan(new Tier(8, 1, 1), new Tier(8, 2, 2)), 1.0 / 3, 2.0 / 3);
        assertShares(plan(new Tier(2, 0, 0), new Tier(2, 0, 0)), 0, 0);
    }

    @Test
    void eachPointBelongsToATierThatTakesCalls() {
        TrafficPlan plan = plan(new Tier(1, 0, 0), new Tier(2, 1, 1), new Tier(1, 1, 1), new Tier(1, 1, 1));
        assertThat(plan.tierAt(0)).isEqualTo(1);
        assertThat(plan.tierAt(0.69)).isEqualTo(1);
        assertThat(plan.tierAt(0.71)).isEqualTo(2);
        assertThat(plan.tierAt(Math.nextDown(1.0))).isEqualTo(2);
    }

    private static TrafficPlan plan(Tier... tiers) {
        return TrafficPlan.of(BalanceRules.DEFAULT, List.of(tiers));
    }

    private static void assertShares(TrafficPlan plan, double... shares) {
        assertThat(plan.shares()).hasSize(shares.length);
        for (int i = 0; i < shares.length; i++) {
            assertThat(plan.shares().get(i)).isCloseTo(shares[i], within(1e-9));
        }
    }
}
