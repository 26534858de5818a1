package dev.mcp2026.store.etcd;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// Makes the jetcd client.
final class EtcdClients {
    private EtcdClients() {}

    /// @throws IllegalArgumentException if the TLS files can't be read, or do not go with the endpoints
    static Client connect(EtcdOptions options) {
        requireFitting(options);
        ClientBuilder builder = Client.builder()
                .endpoints(options.endpoints())
                // Retrying is ours: jetcd would repeat reads for many seconds while a quorum is away.
                .retryMaxAttempts(0)
                // Fail at once when no member can be reached, instead of waiting for one until the deadline.
                .waitForReady(false)
                .connectTimeout(options.callTimeout())
                // Notices a member that keeps its connection and says nothing.
                .keepaliveTime(Duration.ofSeconds(10))
                .keepaliveTimeout(Duration.ofSeconds(3))
                .keepaliveWithoutCalls(false)
                .maxInboundMessageSize(MAX_ANSWER_BYTES)
                .interceptor(new Deadline(options.callTimeout()));
        EtcdTls tls = options.tls();
        if (tls != null) {
            try {
                builder.sslContext(ssl -> {
                    ssl.trustManager(tls.authority().toFile());
                    if (tls.certificate() != null && tls.privateKey() != null) {
                        ssl.keyManager(
                                tls.certificate().toFile(), tls.privateKey().toFile());
                    }
                });
            } catch (SSLException | IllegalArgumentException e) {
                throw new IllegalArgumentException("mcp.store.etcd.tls can't be used: " + e.getMessage(), e);
            }
        }
        return builder.build();
    }

    /// jetcd goes by the TLS settings alone and would speak plain text to `https`, which ends in "io exception".
    private static void requireFitting(EtcdOptions options) {
        for (URI endpoint : options.endpoints()) {
            boolean secured = "https".equals(endpoint.getScheme());
            if (secured && options.tls() == null) {
                throw new IllegalArgumentException(
                        endpoint + " needs TLS: set mcp.store.etcd.tls.bundle, .certificate and .key");
            }
            if (!secured && options.tls() != null) {
                throw new IllegalArgumentException(
                        endpoint + " is not https, but mcp.store.etcd.tls is set: make them fit");
            }
        }
    }

    /// A page of largest values does not fit gRPC's default of 4 MiB.
    private static final int MAX_ANSWER_BYTES = 256 << 20;

    /// jetcd sets no deadline; without one a call to a hung member is never freed.
    private record Deadline(Duration timeout) implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            boolean unary = method.getType() == MethodDescriptor.MethodType.UNARY;
            return next.newCall(
                    method,
                    unary && options.getDeadline() == null
                            ? options.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
                            : options);
        }
    }
}
