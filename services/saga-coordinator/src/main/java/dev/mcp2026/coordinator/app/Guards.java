package dev.mcp2026.coordinator.app;

import dev.mcp2026.coordinator.participant.Participants;
import dev.mcp2026.coordinator.saga.Side;
import dev.mcp2026.coordinator.token.EmbeddedTokens;
import dev.mcp2026.coordinator.token.GuardedParticipants;
import dev.mcp2026.coordinator.token.RedisTokenSettings;
import dev.mcp2026.coordinator.token.RedisTokens;
import dev.mcp2026.coordinator.token.TokenStore;
import dev.mcp2026.kernel.id.CellId;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.store.Store;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/// Puts the coordinator's own tokens around calls, as it is configured.
@Singleton
public class Guards {
    private static final int NAME_BYTES = 8;

    private final SagaConfig config;
    private final TokenStore tokens;
    private final Self self;

    Guards(SagaConfig config, TokenStore tokens, Self self) {
        this.config = config;
        this.tokens = tokens;
        this.self = self;
    }

    /// Each start is another coordinator: what the one before it owned is taken over like anybody else's.
    @Produces
    @Singleton
    static Self self() {
        byte[] name = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(name);
        return new Self(HexFormat.of().formatHex(name));
    }

    /// Redis is connected to only where it is configured.
    @Produces
    @Singleton
    static TokenStore tokens(
            SagaConfig config, Store store, CellId cell, InstantSource clock, @Any Instance<Redis> redis) {
        return switch (config.tokens().kind()) {
            case STORE -> new EmbeddedTokens(store, cell, clock);
            case REDIS ->
                new RedisTokens(
                        redis.get(),
                        cell,
                        new RedisTokenSettings(
                                config.tokens().timeout(),
                                config.tokens().pause(),
                                config.retention(),
                                new Limit(
                                        "mcp.saga.limits.redis-calls",
                                        config.limits().redisCalls(),
                                        "calls")),
                        System::nanoTime);
        };
    }

    Participants around(Participants participants) {
        Set<Side> sides = switch (config.tokens().calls()) {
            case COMPENSATIONS -> EnumSet.of(Side.COMPENSATION);
            case ALL -> EnumSet.allOf(Side.class);
            case NONE -> Set.of();
        };
        return sides.isEmpty()
                ? participants
                : new GuardedParticipants(
                        participants, tokens, self.name(), config.tokens().lease(), sides);
    }
}
