package dev.mcp2026.mesh.balance;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.SubchannelPicker;
import java.util.List;

/// Picks from endpoints that are connected: the locality by the plan, there the better of two.
final class EndpointPicker extends SubchannelPicker {
    private final BalanceSetup setup;
    private final TrafficPlan plan;
    private final List<List<Choice>> tiers;

    EndpointPicker(BalanceSetup setup, TrafficPlan plan, List<List<Choice>> tiers) {
        this.setup = setup;
        this.plan = plan;
        this.tiers = tiers.stream().map(List::copyOf).toList();
    }

    @Override
    public PickResult pickSubchannel(PickSubchannelArgs args) {
        List<Choice> tier = tiers.get(plan.tierAt(setup.random().nextDouble()));
        return PowerOfTwo.choose(
                        tier, Choice::load, setup.random(), setup.nanoTime().getAsLong())
                .result();
    }

    record Choice(EndpointLoad load, PickResult result) {}
}
