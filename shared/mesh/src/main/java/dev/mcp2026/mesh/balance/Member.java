package dev.mcp2026.mesh.balance;

import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.Helper;
import io.grpc.LoadBalancer.PickResult;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One endpoint of the balancer: the link that new calls take and, while its address changes, the one that is coming.
/// Within the channel's synchronization context.
final class Member {
    private final Helper helper;
    private final BalanceRules rules;
    private final LongSupplier nanoTime;
    private final Events events;
    private final EndpointLoad load;
    private Endpoint endpoint;
    private Link serving;
    private @Nullable Link coming;
    private boolean everReady;
    private boolean lost;
    private long lostNanos;

    Member(Helper helper, BalanceSetup setup, EquivalentAddressGroup group, Endpoint endpoint, Events events) {
        this.helper = helper;
        this.rules = setup.rules();
        this.nanoTime = setup.nanoTime();
        this.events = events;
        this.endpoint = endpoint;
        this.load = new EndpointLoad(rules, endpoint.latency(), nanoTime.getAsLong());
        this.serving = new Link(helper, group, endpoint, nanoTime);
    }

    void start() {
        serving.start(this::changed);
    }

    void update(EquivalentAddressGroup group, Endpoint newest) {
        endpoint = newest;
        Link expected = coming != null ? coming : serving;
        if (newest.isReachedLike(expected.endpoint())) {
            if (coming == null) {
                load.pathLatency(newest.latency());
            }
            return;
        }
        dropComing();
        if (newest.isReachedLike(serving.endpoint())) {
            load.pathLatency(newest.latency());
            return;
        }
        Link next = new Link(helper, group, newest, nanoTime);
        if (serving.isReady() && newest.handover() == Handover.WHEN_READY) {
            coming = next;
        } else {
            take(next);
        }
        next.start(this::changed);
    }

    void close() {
        dropComing();
        serving.close();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    EndpointLoad load() {
        return load;
    }

    Link serving() {
        return serving;
    }

    boolean isConnected() {
        return serving.isReady();
    }

    PickResult pick() {
        return PickResult.withSubchannel(serving.subchannel(), CallTracer.factory(load, nanoTime, events::suspicion));
    }

    private void changed(Link link) {
        if (link == coming && (link.isReady() || !serving.isReady())) {
            coming = null;
            take(link);
        } else if (link == serving && !link.isReady() && coming != null) {
            Link next = coming;
            coming = null;
            take(next);
        }
        if (link == serving) {
            follow();
        }
        events.changed();
    }

    private void take(Link next) {
        Link old = serving;
        serving = next;
        old.close();
        load.rerouted(next.endpoint().latency(), nanoTime.getAsLong());
        events.handedOver(old.endpoint(), next.endpoint());
    }

    /// A new connection is a new beginning; what failed was the old one. After a long time without, a slow one.
    private void follow() {
        long now = nanoTime.getAsLong();
        if (serving.isReady()) {
            boolean longGone = lost && now - lostNanos > rules.slowStart().toNanos();
            if (!everReady || longGone) {
                load.reborn(now);
            } else {
                load.forgiven();
            }
            everReady = true;
            lost = false;
            events.connected(endpoint.id());
        } else if (everReady && !lost) {
            lost = true;
            lostNanos = now;
        }
    }

    private void dropComing() {
        if (coming != null) {
            coming.close();
            coming = null;
        }
    }

    /// What the balancer has to know.
    interface Events {
        void changed();

        void connected(EndpointId id);

        void handedOver(Endpoint from, Endpoint to);

        /// From any thread.
        void suspicion();
    }
}
