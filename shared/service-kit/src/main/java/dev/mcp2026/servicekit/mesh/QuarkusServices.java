package dev.mcp2026.servicekit.mesh;

import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.quarkus.arc.Arc;
import io.quarkus.grpc.runtime.GrpcContainer;
import io.quarkus.grpc.runtime.GrpcServerRecorder.GrpcServiceDefinition;
import io.quarkus.grpc.runtime.ServerInterceptorStorage;
import io.quarkus.grpc.runtime.supports.blocking.BlockingServerInterceptor;
import io.quarkus.grpc.runtime.supports.context.GrpcDuplicatedContextGrpcInterceptor;
import io.quarkus.grpc.runtime.supports.context.GrpcRequestContextGrpcInterceptor;
import io.quarkus.virtual.threads.VirtualThreadsRecorder;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.spi.Prioritized;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The gRPC services that Quarkus serves over HTTP/2, with the interceptors that it puts before them, in its order:
/// so authentication, tracing and contexts are the same on both transports.
///
/// Quarkus moves methods marked `@Blocking` or `@RunOnVirtualThread` to other threads by what it learned at build
/// time, which it tells nobody; here the marks are read when the process starts. A native image must keep the service's
/// methods for that (`@RegisterForReflection`), or such a method runs on the event loop.
@Singleton
class QuarkusServices {
    private final Vertx vertx;
    private final GrpcContainer container;
    private final ServerInterceptorStorage interceptors;

    QuarkusServices(Vertx vertx, GrpcContainer container, ServerInterceptorStorage interceptors) {
        this.vertx = vertx;
        this.container = container;
        this.interceptors = interceptors;
    }

    List<ServerServiceDefinition> definitions() {
        List<ServerServiceDefinition> definitions = new ArrayList<>();
        for (BindableService service : container.getServices()) {
            List<ServerInterceptor> before = new ArrayList<>(interceptors(service));
            offLoop(service).ifPresent(before::add);
            before.sort(Comparator.comparingInt(QuarkusServices::priority));
            definitions.add(ServerInterceptors.intercept(service.bindService(), before));
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
                .toList();
    }

    private Optional<ServerInterceptor> offLoop(BindableService service) {
        List<String> blocking = marked(service, Blocking.class);
        List<String> virtual = marked(service, RunOnVirtualThread.class);
        return blocking.isEmpty() && virtual.isEmpty()
                ? Optional.empty()
                : Optional.of(new BlockingServerInterceptor(
                        vertx, blocking, virtual, VirtualThreadsRecorder.getCurrent(), false));
    }

    private static List<String> marked(BindableService service, Class<? extends Annotation> mark) {
        return Arrays.stream(service.getClass().getMethods())
                .filter(method -> method.isAnnotationPresent(mark)
                        || method.getDeclaringClass().isAnnotationPresent(mark))
                .map(Method::getName)
                .distinct()
                .toList();
    }

    private static int priority(ServerInterceptor interceptor) {
        return interceptor instanceof Prioritized prioritized ? prioritized.getPriority() : 0;
    }
}
