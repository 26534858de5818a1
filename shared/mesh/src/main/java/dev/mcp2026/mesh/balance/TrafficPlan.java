package dev.mcp2026.mesh.balance;

import java.util.ArrayList;
import java.util.List;

/// Which part of the calls goes how far. Each locality takes what it can carry, the rest overflows to the next.
///
/// @param panic too few endpoints are usable, so ejected ones are taken as well
/// @param shares of the localities in their order; they sum up to 1, or to 0 if nothing is connected
record TrafficPlan(boolean panic, List<Double> shares) {
    TrafficPlan {
        shares = List.copyOf(shares);
    }

    /// @param tiers from near to far
    static TrafficPlan of(BalanceRules rules, List<Tier> tiers) {
        int total = tiers.stream().mapToInt(Tier::total).sum();
        int usable = tiers.stream().mapToInt(Tier::usable).sum();
        int connected = tiers.stream().mapToInt(Tier::connected).sum();
        boolean panic = usable < connected && usable < rules.panicShare() * total;
        List<Double> shares = new ArrayList<>();
        double left = 1;
        for (Tier tier : tiers) {
            double able = panic ? tier.connected() : tier.usable();
            double share = Math.min(left, rules.overprovisioning() * able / Math.max(1, tier.total()));
            shares.add(share);
            left -= share;
        }
        double taken = 1 - left;
        // All together can't carry it: each more than it should, in proportion.
        return new TrafficPlan(
                panic,
                shares.stream().map(share -> taken > 0 ? share / taken : 0).toList());
    }

    /// @param point uniformly from 0 to 1
    int tierAt(double point) {
        double upTo = 0;
        int last = 0;
        for (int tier = 0; tier < shares.size(); tier++) {
            upTo += shares.get(tier);
            if (shares.get(tier) > 0) {
                last = tier;
                if (point < upTo) {
                    return tier;
                }
            }
        }
        return last;
    }

    /// @param total endpoints of one locality
    /// @param connected those of them that take calls
    /// @param usable those of them that are not ejected
    record Tier(int total, int connected, int usable) {}
}
