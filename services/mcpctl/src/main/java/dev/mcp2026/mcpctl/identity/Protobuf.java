package dev.mcp2026.mcpctl.identity;

import com.google.protobuf.Timestamp;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.yaml.DurationText;
import java.time.Duration;
import java.util.Map;

/// Protobuf's times as data and back.
final class Protobuf {
    private Protobuf() {}

    static com.google.protobuf.Duration duration(Duration value) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(value.getSeconds())
                .setNanos(value.getNano())
                .build();
    }

    static String text(com.google.protobuf.Duration value) {
        return DurationText.format(Duration.ofSeconds(value.getSeconds(), value.getNanos()));
    }

    static void put(Map<String, Object> tree, String name, boolean has, Timestamp value) {
        if (has) {
            tree.put(name, Times.instant(value).toString());
        }
    }

    static void put(Map<String, Object> tree, String name, boolean has, com.google.protobuf.Duration value) {
        if (has) {
            tree.put(name, text(value));
        }
    }
}
