package dev.mcp2026.http3;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A gRPC name whose servers a test changes.
final class Names extends NameResolverProvider {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String scheme = "names" + COUNT.incrementAndGet();
    private final List<NameResolver.Listener2> listeners = new CopyOnWriteArrayList<>();
    private volatile List<EquivalentAddressGroup> servers = List.of();

    Names() {
        NameResolverRegistry.getDefaultRegistry().register(this);
    }

    String target() {
        return scheme + ":///servers";
    }

    void are(int... ports) {
        servers = Arrays.stream(ports)
                .mapToObj(port -> new EquivalentAddressGroup(new InetSocketAddress("127.0.0.1", port)))
                .toList();
        listeners.forEach(this::tell);
    }

    private void tell(NameResolver.Listener2 listener) {
        listener.onResult(NameResolver.ResolutionResult.newBuilder()
                .setAddressesOrError(StatusOr.fromValue(servers))
                .build());
    }

    @Override
    public NameResolver newNameResolver(@Nullable URI target, NameResolver.Args arguments) {
        return new NameResolver() {
            @Override
            public String getServiceAuthority() {
                return "localhost";
            }

            @Override
            public void start(Listener2 listener) {
                listeners.add(listener);
                tell(listener);
            }

            @Override
            public void refresh() {
                listeners.forEach(Names.this::tell);
            }

            @Override
            public void shutdown() {
                listeners.clear();
            }
        };
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return 5;
    }

    @Override
    public String getDefaultScheme() {
        return scheme;
    }

    @Override
    public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
        return List.of(InetSocketAddress.class);
    }
}
