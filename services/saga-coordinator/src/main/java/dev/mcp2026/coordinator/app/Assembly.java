package dev.mcp2026.coordinator.app;

import dev.mcp2026.coordinator.api.grpc.Watches;
import dev.mcp2026.coordinator.drive.DriveSettings;
import dev.mcp2026.coordinator.drive.Driver;
import dev.mcp2026.coordinator.drive.ShardKeeper;
import dev.mcp2026.coordinator.drive.SteadyClock;
import dev.mcp2026.coordinator.log.Definitions;
import dev.mcp2026.coordinator.log.SagaLog;
import dev.mcp2026.coordinator.log.Shards;
import dev.mcp2026.coordinator.operations.SagaOperations;
import dev.mcp2026.coordinator.participant.Addresses;
import dev.mcp2026.coordinator.participant.AllowList;
import dev.mcp2026.coordinator.participant.GrpcChannels;
import dev.mcp2026.coordinator.participant.GrpcParticipants;
import dev.mcp2026.coordinator.participant.HttpParticipants;
import dev.mcp2026.coordinator.participant.Participants;
import dev.mcp2026.coordinator.participant.RoutedParticipants;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.servicekit.authorization.Authorization;
import dev.mcp2026.servicekit.store.StoreConfig;
import dev.mcp2026.servicekit.tls.SvidSource;
import dev.mcp2026.store.Store;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Makes the coordinator's objects from its configuration, once each.
@Singleton
public class Assembly {
    private static final String LIMITS = "mcp.saga.limits.";
    private static final Duration CONNECT = Duration.ofSeconds(2);

    @Produces
    @Singleton
    CellId self(CellConfig config) {
        return new CellId(config.id());
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return new SteadyClock(InstantSource.system(), System::nanoTime);
    }

    @Produces
    @Singleton
    Definitions definitions() {
        return new Definitions();
    }

    @Produces
    @Singleton
    SagaLog log(Store store, CellId cell, Definitions definitions) {
        return new SagaLog(store, cell, definitions);
    }

    @Produces
    @Singleton
    Addresses addresses(SagaConfig config) {
        return new Addresses(new AllowList(config.participants()));
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
    Participants participants(SagaConfig config, Addresses addresses, GrpcChannels channels, Guards guards) {
        ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(calls)
                .build();
        SagaConfig.Limits limits = config.limits();
        Limit resultBytes = new Limit(LIMITS + "result-bytes", limits.resultBytes(), "bytes");
        return guards.around(new RoutedParticipants(
                new HttpParticipants(client, addresses, resultBytes),
                new GrpcParticipants(
                        channels,
                        calls,
                        new Limit(LIMITS + "grpc-services", limits.grpcServices(), "services"),
                        addresses,
                        resultBytes)));
    }

    @Produces
    @Singleton
    Driver driver(SagaLog log, SagaConfig config, InstantSource clock, Watches watches, Participants participants) {
        SagaConfig.Limits limits = config.limits();
        return new Driver(
                log,
                participants,
                new DriveSettings(
                        new Limit(LIMITS + "open", limits.open(), "sagas"),
                        new Limit(LIMITS + "open-per-tenant", limits.openPerTenant(), "sagas"),
                        new Limit(LIMITS + "calls", limits.calls(), "calls"),
                        config.storeRetry()),
                clock,
                new SecureRandom(),
                watches);
    }

    @Produces
    @Singleton
    ShardKeeper shards(Store store, StoreConfig kept, CellId cell, Driver driver, SagaConfig config, Self self) {
        return new ShardKeeper(
                store,
                new Shards(store, cell, self.name()),
                driver,
                config.lease(),
                kept.kind() == StoreConfig.Kind.EMBEDDED);
    }

    @Produces
    @Singleton
    SagaOperations operations(
            Authorization authorization, SagaLog log, Definitions definitions, Driver driver, Addresses addresses) {
        return new SagaOperations(authorization, log, definitions, driver, addresses);
    }
}
