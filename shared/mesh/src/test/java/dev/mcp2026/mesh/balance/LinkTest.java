package dev.mcp2026.mesh.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.clock.FakeClock;
import io.grpc.Attributes;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.ManagedChannel;
import io.grpc.SynchronizationContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How often a link connects.
class LinkTest {
    private final FakeClock clock = new FakeClock();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger connects = new AtomicInteger();
    private final Address address = new Address();
    private final EquivalentAddressGroup group = new EquivalentAddressGroup(
            Endpoints.endpoint("cell1", "a", Locality.OWN_CELL).address());

    @BeforeEach
    void start() {
        new Link(new Channel(), group, Endpoints.endpoint("cell1", "a", Locality.OWN_CELL), clock::nanoTime)
                .start(changed -> {});
        assertThat(connects).hasValue(1);
        address.become(ConnectivityState.CONNECTING);
        address.become(ConnectivityState.READY);
    }

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    @Test
    void aConnectionThatLastedIsReplacedAtOnce() {
        clock.advance(Duration.ofSeconds(1));
        address.become(ConnectivityState.IDLE);
        assertThat(connects).hasValue(2);
    }

    @Test
    void oneThatTheServerClosesAtOnceIsNot() {
        clock.advance(Duration.ofMillis(700));
        address.become(ConnectivityState.IDLE);
        assertThat(connects).hasValue(1);
        Await.until("the next attempt", Duration.ofSeconds(20), () -> connects.get() == 2);
    }

    private final class Address extends LoadBalancer.Subchannel {
        private LoadBalancer.SubchannelStateListener listener = info -> {};

        void become(ConnectivityState state) {
            listener.onSubchannelState(ConnectivityStateInfo.forNonError(state));
        }

        @Override
        public void start(LoadBalancer.SubchannelStateListener told) {
            listener = told;
        }

        @Override
        public void requestConnection() {
            connects.incrementAndGet();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<EquivalentAddressGroup> getAllAddresses() {
            return List.of(group);
        }

        @Override
        public Attributes getAttributes() {
            return Attributes.EMPTY;
        }
    }

    private final class Channel extends LoadBalancer.Helper {
        private final SynchronizationContext context = new SynchronizationContext((thread, failure) -> {
            throw new AssertionError(failure);
        });

        @Override
        public LoadBalancer.Subchannel createSubchannel(LoadBalancer.CreateSubchannelArgs args) {
            return address;
        }

        @Override
        public SynchronizationContext getSynchronizationContext() {
            return context;
        }

        @Override
        public ScheduledExecutorService getScheduledExecutorService() {
            return timers;
        }

        @Override
        public void refreshNameResolution() {}

        @Override
        public ManagedChannel createOobChannel(EquivalentAddressGroup addresses, String authority) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void updateBalancingState(ConnectivityState state, LoadBalancer.SubchannelPicker picker) {}

        @Override
        public String getAuthority() {
            return "test";
        }
    }
}
