package dev.mcp2026.identity.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import dev.mcp2026.identity.testing.TestCache;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Caffeine makes its caches' classes by name, which a native image has only where they are registered.
final class CaffeineClassesTest {
    private static final String REGISTERED = "/META-INF/native-image/dev.mcp2026/identity-cache/reflect-config.json";

    @TempDir
    Path directory;

    @Test
    void eachCacheHereIsRegistered() throws Exception {
        String registered;
        try (var in = CaffeineClassesTest.class.getResourceAsStream(REGISTERED)) {
            registered = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        try (TestCache cache = TestCache.start(directory, TestCache.Options.usual())) {
            assertRegistered(registered, cache.hub);
            assertRegistered(registered, cache.jwts);
            cache.svids
                    .get(TestCache.entry(TestCache.SHOP, "web", TestCache.me()))
                    .join();
            Field partitions = field(cache.svids.getClass(), "partitions");
            Object partition = ((java.util.Map<?, ?>) partitions.get(cache.svids))
                    .values()
                    .iterator()
                    .next();
            assertRegistered(registered, partition);
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static void assertRegistered(String registered, Object owner) throws IllegalAccessException {
        int caches = 0;
        for (Field field : owner.getClass().getDeclaredFields()) {
            if (Cache.class.isAssignableFrom(field.getType())) {
                field.setAccessible(true);
                String name =
                        ((Cache<?, ?>) field.get(owner)).asMap().getClass().getName();
                assertThat(registered)
                        .as("%s.%s", owner.getClass(), field.getName())
                        .contains('"' + name + '"');
                caches++;
            }
        }
        assertThat(caches).isPositive();
    }
}
