package dev.mcp2026.mcpctl.connection;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.mcpctl.context.Address;
import dev.mcp2026.mcpctl.context.Context;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Channels with mutual TLS, as the context says.
final class Channels {
    private static final int MESSAGE_MAX_BYTES = 16 << 20;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private Channels() {}

    static ManagedChannel open(Context context, Address address) {
        return NettyChannelBuilder.forAddress(address.host(), address.port())
                .sslContext(tls(context))
                .maxInboundMessageSize(MESSAGE_MAX_BYTES)
                // Finds a watch whose peer vanished without closing the connection.
                .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                .disableRetry()
                .build();
    }

    static void close(ManagedChannel channel) {
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SslContext tls(Context context) {
        readable(context, "CA bundle", context.ca());
        readable(context, "certificate", context.certificate());
        readable(context, "key", context.key());
        try {
            return GrpcSslContexts.forClient()
                    .trustManager(context.ca().toFile())
                    .keyManager(context.certificate().toFile(), context.key().toFile())
                    .build();
        } catch (IOException | IllegalArgumentException e) {
            throw Faults.of(
                    FaultKind.UNAUTHENTICATED,
                    "the credentials of context " + context.name() + " can't be used (" + reason(e) + ")",
                    "check " + context.certificate() + " and its key, or make new ones: mcpctl trust init");
        }
    }

    private static void readable(Context context, String what, Path file) {
        if (!Files.isReadable(file)) {
            String why = Files.exists(file) ? "can't be read" : "does not exist";
            throw Faults.of(
                    FaultKind.UNAUTHENTICATED,
                    "the " + what + " of context " + context.name() + ", " + file + ", " + why,
                    "./mcp up makes one for local cells");
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
