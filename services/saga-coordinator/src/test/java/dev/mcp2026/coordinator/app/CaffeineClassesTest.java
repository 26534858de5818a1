package dev.mcp2026.coordinator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import dev.mcp2026.coordinator.breaker.BreakerListener;
import dev.mcp2026.coordinator.breaker.BreakerSettings;
import dev.mcp2026.coordinator.breaker.Breakers;
import dev.mcp2026.coordinator.log.Definitions;
import dev.mcp2026.coordinator.participant.Addresses;
import dev.mcp2026.coordinator.participant.AllowList;
import dev.mcp2026.coordinator.participant.GrpcChannels;
import dev.mcp2026.coordinator.participant.GrpcParticipants;
import dev.mcp2026.kernel.limit.Limit;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Caffeine makes its caches' classes by name, which a native image has only where they are registered.
final class CaffeineClassesTest {
    private static final String REGISTERED = "/META-INF/native-image/dev.mcp2026/saga-coordinator/reflect-config.json";
    private static final Limit LIMIT = new Limit("things", 10, "things");

    private static Object value(Object owner, String name) throws ReflectiveOperationException {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return Objects.requireNonNull(field.get(owner));
                }
            }
        }
        throw new NoSuchFieldException(owner.getClass() + "." + name);
    }

    @Test
    void eachCacheHereIsRegistered() throws Exception {
        String registered;
        try (var in = CaffeineClassesTest.class.getResourceAsStream(REGISTERED)) {
            registered = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Duration second = Duration.ofSeconds(1);
        try (GrpcChannels channels = new GrpcChannels(
                () -> {
                    throw new IllegalStateException();
                },
                Runnable::run,
                LIMIT)) {
            GrpcParticipants grpc =
                    new GrpcParticipants(channels, Runnable::run, LIMIT, new Addresses(new AllowList(Map.of())), LIMIT);
            for (Object cache : List.of(
                    value(new Definitions(), "known"),
                    value(channels, "open"),
                    value(value(grpc, "services"), "known"),
                    value(
                            new Breakers(new BreakerSettings(second, second, 1, 1), BreakerListener.NONE, LIMIT),
                            "known"))) {
                // The map of a cache is its implementation; an asynchronous one has it in a field.
                Object made = cache instanceof Cache<?, ?> simple ? simple.asMap() : value(cache, "cache");
                for (Object named : List.of(made, value(made, "nodeFactory"))) {
                    assertThat(registered).contains('"' + named.getClass().getName() + '"');
                }
            }
        }
    }
}
