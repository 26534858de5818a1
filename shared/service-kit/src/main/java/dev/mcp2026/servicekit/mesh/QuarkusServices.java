package dev.mcp2026.servicekit.mesh;

import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.quarkus.arc.Arc;
import io.quarkus.grpc.runtime.GrpcContainer;
import io.quarkus.grpc.runtime.GrpcServerRecorder.GrpcServiceDefinition;
import io.quarkus.grpc.runtime.ServerInterceptorStorage;
import io.quarkus.grpc.runtime.supports.context.GrpcDuplicatedContextGrpcInterceptor;
import io.quarkus.grpc.runtime.supports.context.GrpcRequestContextGrpcInterceptor;
import jakarta.enterprise.inject.spi.Prioritized;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The gRPC services that Quarkus serves over HTTP/2, with the interceptors that it puts before them, in its order:
/// so authentication, tracing and contexts are the same on both transports.
///
/// Quarkus moves methods marked `@Blocking` or `@RunOnVirtualThread` to other threads by what it learned at build
/// time, which it tells nobody. Such methods run on the event loop here; none of the suite's services has one.
@Singleton
class QuarkusServices {
    private final GrpcContainer container;
    private final ServerInterceptorStorage interceptors;

    QuarkusServices(GrpcContainer container, ServerInterceptorStorage interceptors) {
        this.container = container;
        this.interceptors = interceptors;
    }

    List<ServerServiceDefinition> definitions() {
        List<ServerServiceDefinition> definitions = new ArrayList<>();
        for (BindableService service : container.getServices()) {
            definitions.add(ServerInterceptors.intercept(service.bindService(), interceptors(service)));
        }
        return definitions;
    }

    /// gRPC calls the last one first; Quarkus gives the outer ones the higher priority.
    private List<ServerInterceptor> interceptors(BindableService service) {
        Set<Class<?>> types = new LinkedHashSet<>(interceptors.getGlobalInterceptors());
        types.addAll(interceptors.getInterceptors(GrpcServiceDefinition.getImplementationClassName(service)));
        types.add(GrpcRequestContextGrpcInterceptor.class);
        types.add(GrpcDuplicatedContextGrpcInterceptor.class);
        return types.stream()
                .map(type -> (ServerInterceptor) Arc.container().instance(type).get())
                .sorted(Comparator.comparingInt(QuarkusServices::priority))
                .toList();
    }

    private static int priority(ServerInterceptor interceptor) {
        return interceptor instanceof Prioritized prioritized ? prioritized.getPriority() : 0;
    }
}
