package dev.mcp2026.mesh.balance;

import dev.mcp2026.mesh.balance.EndpointPicker.Choice;
import dev.mcp2026.mesh.balance.TrafficPlan.Tier;
import io.grpc.ConnectivityState;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Keeps a connection to each endpoint and says for each call which one takes it. Everything but picks happens within
/// the channel's synchronization context.
final class EndpointBalancer extends LoadBalancer {
    private final Helper helper;
    private final BalanceSetup setup;
    private final EjectionWatch watch;
    private final Map<EndpointId, Member> members = new TreeMap<>();
    private boolean panic;

    EndpointBalancer(Helper helper, BalanceSetup setup) {
        this.helper = helper;
        this.setup = setup;
        this.watch = new EjectionWatch(helper, setup, members, this::refresh);
    }

    @Override
    public Status acceptResolvedAddresses(ResolvedAddresses resolved) {
        Map<EndpointId, EquivalentAddressGroup> nearest = nearest(resolved.getAddresses());
        members.entrySet().removeIf(entry -> {
            boolean gone = !nearest.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        nearest.forEach((id, group) -> {
            Endpoint endpoint = endpoint(group);
            Member known = members.get(id);
            if (known != null) {
                known.update(group, endpoint);
            } else {
                Member member = new Member(helper, setup, group, endpoint, new MemberEvents());
                members.put(id, member);
                member.start();
            }
        });
        if (members.isEmpty()) {
            String reason = resolved.getAttributes().get(MeshResolver.NONE_REASON);
            fail(Status.UNAVAILABLE.withDescription(reason == null ? "no endpoint is known" : reason));
        } else {
            refresh();
        }
        return Status.OK;
    }

    @Override
    public boolean canHandleEmptyAddressListFromNameResolution() {
        return true;
    }

    @Override
    public void handleNameResolutionError(Status error) {
        if (members.isEmpty()) {
            fail(error);
        }
    }

    @Override
    public void shutdown() {
        watch.close();
        members.values().forEach(Member::close);
        members.clear();
    }

    private void refresh() {
        if (members.isEmpty()) {
            return;
        }
        Map<Locality, List<Member>> tiers = new EnumMap<>(Locality.class);
        members.values()
                .forEach(member -> tiers.computeIfAbsent(member.endpoint().locality(), locality -> new ArrayList<>())
                        .add(member));
        TrafficPlan plan = TrafficPlan.of(
                setup.rules(),
                tiers.values().stream()
                        .map(tier -> new Tier(
                                tier.size(),
                                (int) tier.stream().filter(Member::isConnected).count(),
                                (int) tier.stream().filter(this::isUsable).count()))
                        .toList());
        if (panic != plan.panic()) {
            panic = plan.panic();
            setup.listener().panic(panic);
        }
        List<List<Choice>> choices = tiers.values().stream()
                .map(tier -> tier.stream()
                        .filter(member -> panic ? member.isConnected() : isUsable(member))
                        .map(member -> new Choice(member.load(), member.pick()))
                        .toList())
                .toList();
        if (choices.stream().allMatch(List::isEmpty)) {
            waitOrFail();
        } else {
            helper.updateBalancingState(ConnectivityState.READY, new EndpointPicker(setup, plan, choices));
        }
    }

    private boolean isUsable(Member member) {
        return member.isConnected() && !watch.isEjected(member.endpoint().id());
    }

    private void waitOrFail() {
        for (Member member : members.values()) {
            if (member.serving().state() != ConnectivityState.TRANSIENT_FAILURE) {
                helper.updateBalancingState(
                        ConnectivityState.CONNECTING, new LoadBalancer.FixedResultPicker(PickResult.withNoResult()));
                return;
            }
        }
        Member one = members.values().iterator().next();
        Status cause = one.serving().error();
        fail(Status.UNAVAILABLE
                .withDescription("no connection to any of " + members.size() + " endpoints; "
                        + one.endpoint().id() + " (" + one.endpoint().way() + "): " + cause.getDescription())
                .withCause(cause.getCause()));
    }

    private void fail(Status status) {
        helper.updateBalancingState(
                ConnectivityState.TRANSIENT_FAILURE, new LoadBalancer.FixedResultPicker(PickResult.withError(status)));
    }

    private Map<EndpointId, EquivalentAddressGroup> nearest(List<EquivalentAddressGroup> groups) {
        Map<EndpointId, EquivalentAddressGroup> nearest = new LinkedHashMap<>();
        groups.stream()
                .sorted(Comparator.<EquivalentAddressGroup, Locality>comparing(
                                group -> endpoint(group).locality())
                        .thenComparing(group -> endpoint(group).id()))
                .limit(setup.rules().endpoints().max())
                .forEach(group -> nearest.put(endpoint(group).id(), group));
        return nearest;
    }

    private static Endpoint endpoint(EquivalentAddressGroup group) {
        Endpoint endpoint = group.getAttributes().get(Endpoint.KEY);
        if (endpoint == null) {
            throw new IllegalArgumentException(group + " is not of the mesh's resolver");
        }
        return endpoint;
    }

    private final class MemberEvents implements Member.Events {
        @Override
        public void changed() {
            refresh();
        }

        @Override
        public void connected(EndpointId id) {
            watch.lift(id);
        }

        @Override
        public void handedOver(Endpoint from, Endpoint to) {
            setup.listener().handedOver(to.id(), from.way(), to.way());
        }

        @Override
        public void suspicion() {
            watch.suspicion();
        }
    }
}
