package dev.mcp2026.coordinator.app;

import dev.mcp2026.coordinator.breaker.AdmittedParticipants;
import dev.mcp2026.coordinator.breaker.BreakerSettings;
import dev.mcp2026.coordinator.breaker.Breakers;
import dev.mcp2026.coordinator.breaker.BreakingParticipants;
import dev.mcp2026.coordinator.lra.drive.LraCalls;
import dev.mcp2026.coordinator.participant.Addresses;
import dev.mcp2026.coordinator.participant.AllowList;
import dev.mcp2026.coordinator.participant.GrpcChannels;
import dev.mcp2026.coordinator.participant.GrpcParticipants;
import dev.mcp2026.coordinator.participant.HttpLraCalls;
import dev.mcp2026.coordinator.participant.HttpParticipants;
import dev.mcp2026.coordinator.participant.Participants;
import dev.mcp2026.coordinator.participant.Reachability;
import dev.mcp2026.coordinator.participant.RoutedParticipants;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.servicekit.tls.SvidSource;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.PoolOptions;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Makes what calls participants: admitted, under the coordinator's own tokens, through their breakers.
@Singleton
public class Calling {
    private static final String LIMITS = "mcp.saga.limits.";

    @Produces
    @Singleton
    Addresses addresses(SagaConfig config) {
        return new Addresses(new AllowList(config.participants()));
    }

    @Produces
    @Singleton
    Reachability reachability(SagaConfig config) {
        return new Reachability(
                config.probe(),
                Executors.newVirtualThreadPerTaskExecutor(),
                new Limit(LIMITS + "breakers", config.limits().breakers(), "addresses"));
    }

    @Produces
    @Singleton
    GrpcChannels channels(SvidSource svids, SagaConfig config) {
        GrpcChannels channels = new GrpcChannels(
                svids::current,
                Executors.newVirtualThreadPerTaskExecutor(),
                new Limit(LIMITS + "grpc-channels", config.limits().grpcChannels(), "channels"));
        svids.listen(changed -> channels.renew());
        return channels;
    }

    void close(@Disposes GrpcChannels channels) {
        channels.close();
    }

    @Produces
    @Singleton
    LraCalls lraCalls(SagaConfig config, Vertx vertx, Addresses addresses) {
        // Connections of its own: participants of LRAs that hang hold up no saga.
        Limit calls = new Limit("mcp.saga.lra.calls", config.lra().calls(), "calls");
        HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize((int) calls.max()));
        return new HttpLraCalls(vertx, client, addresses, config.lra().timeout(), calls);
    }

    @Produces
    @Singleton
    Participants participants(
            SagaConfig config,
            Addresses addresses,
            GrpcChannels channels,
            Guards guards,
            Breakers breakers,
            InstantSource clock,
            Vertx vertx) {
        ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
        SagaConfig.Limits limits = config.limits();
        // One pool an address: never fewer connections than calls that are admitted.
        HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(limits.calls()));
        Limit resultBytes = new Limit(LIMITS + "result-bytes", limits.resultBytes(), "bytes");
        Participants called = new RoutedParticipants(
                new HttpParticipants(vertx, client, addresses, resultBytes),
                new GrpcParticipants(
                        channels,
                        calls,
                        new Limit(LIMITS + "grpc-services", limits.grpcServices(), "services"),
                        addresses,
                        resultBytes));
        return new AdmittedParticipants(
                guards.around(new BreakingParticipants(called, addresses, breakers)),
                addresses,
                breakers,
                clock,
                new Limit(LIMITS + "calls", limits.calls(), "calls"));
    }

    @Produces
    @Singleton
    Breakers breakers(SagaConfig config, SagaMetrics metrics) {
        SagaConfig.Breaker breaker = config.breaker();
        return new Breakers(
                new BreakerSettings(breaker.threshold(), breaker.pause(), breaker.window(), breaker.failures()),
                metrics,
                new Limit(LIMITS + "breakers", config.limits().breakers(), "breakers"));
    }
}
