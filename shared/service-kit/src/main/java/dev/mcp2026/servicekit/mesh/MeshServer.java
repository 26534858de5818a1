package dev.mcp2026.servicekit.mesh;

import dev.mcp2026.http3.Http3ServerBuilder;
import dev.mcp2026.http3.Http3Settings;
import dev.mcp2026.http3.ServerTls;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/// The gRPC services of this process over HTTP/3. Calls run on a Vert.x context of the socket's event loop, as those
/// over HTTP/2 do.
final class MeshServer implements AutoCloseable {
    private final Server server;

    private MeshServer(Server server) {
        this.server = server;
    }

    /// Methods that their contract calls idempotent are answered in early data.
    static MeshServer start(
            Vertx vertx, InetSocketAddress address, ServerTls tls, QuarkusServices services, Http3Settings settings)
            throws IOException {
        VertxInternal internal = (VertxInternal) vertx;
        EventLoop loop = internal.getEventLoopGroup().next();
        ContextInternal context = internal.createEventLoopContext(
                loop, null, Thread.currentThread().getContextClassLoader());
        List<ServerServiceDefinition> definitions = services.definitions();
        Http3ServerBuilder builder = Http3ServerBuilder.forAddress(address, loop, tls)
                .settings(settings)
                .earlyMethods(idempotent(definitions)::contains)
                .executor(on(context));
        definitions.forEach(builder::addService);
        return new MeshServer(builder.build().start());
    }

    private static Set<String> idempotent(List<ServerServiceDefinition> definitions) {
        return definitions.stream()
                .flatMap(definition -> definition.getMethods().stream())
                .map(ServerMethodDefinition::getMethodDescriptor)
                .filter(method -> method.isIdempotent() || method.isSafe())
                .map(MethodDescriptor::getFullMethodName)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// At once where the loop itself asks, so that a call costs no more hops than over HTTP/2.
    private static Executor on(ContextInternal context) {
        return task -> context.emit(task, Runnable::run);
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
