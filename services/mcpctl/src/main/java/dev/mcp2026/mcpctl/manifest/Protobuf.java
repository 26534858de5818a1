package dev.mcp2026.mcpctl.manifest;

final class Protobuf {
    private Protobuf() {}

    static com.google.protobuf.Duration duration(java.time.Duration value) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(value.getSeconds())
                .setNanos(value.getNano())
                .build();
    }
}
