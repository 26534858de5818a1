package dev.mcp2026.mcpctl.manifest;

import dev.mcp2026.proto.registry.v1.Check;
import dev.mcp2026.proto.registry.v1.Endpoint;
import dev.mcp2026.proto.registry.v1.GrpcCheck;
import dev.mcp2026.proto.registry.v1.HttpCheck;
import dev.mcp2026.proto.registry.v1.TcpCheck;
import dev.mcp2026.yaml.DurationText;
import dev.mcp2026.yaml.YamlFields;
import dev.mcp2026.yaml.YamlValue;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Reads one active check: `{name: ping, tcp: {}, interval: 1s, timeout: 500ms}`.
final class CheckReader {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration INTERVAL_MIN = Duration.ofMillis(100);
    private static final Duration INTERVAL_MAX = Duration.ofHours(1);
    private static final Duration TIMEOUT_MIN = Duration.ofMillis(10);
    private static final Duration TIMEOUT_MAX = Duration.ofMinutes(1);

    private CheckReader() {}

    static Check read(YamlValue item, List<Endpoint> endpoints) {
        YamlFields fields = item.fields("name", "endpoint", "tcp", "http", "grpc", "interval", "timeout");
        List<String> kinds =
                Stream.of("tcp", "http", "grpc").filter(fields::has).toList();
        if (kinds.size() != 1) {
            String found = kinds.isEmpty() ? "none" : String.join(" and ", kinds);
            throw item.refused("a check is exactly one of tcp, http or grpc; found " + found, "keep one of them");
        }
        Duration interval = fields.or("interval", INTERVAL, value -> value.duration(INTERVAL_MIN, INTERVAL_MAX));
        Duration timeout = fields.or(
                "timeout",
                interval.compareTo(TIMEOUT_MAX) < 0 ? interval : TIMEOUT_MAX,
                value -> value.duration(TIMEOUT_MIN, TIMEOUT_MAX));
        if (timeout.compareTo(interval) > 0) {
            throw fields.required("timeout")
                    .refused(
                            "a timeout of " + DurationText.format(timeout) + " is longer than the interval of "
                                    + DurationText.format(interval),
                            "lower the timeout or raise the interval");
        }
        Check.Builder check = Check.newBuilder()
                .setName(fields.required("name").as(LabelReader::place))
                .setInterval(Protobuf.duration(interval))
                .setTimeout(Protobuf.duration(timeout));
        fields.optional("endpoint").ifPresent(value -> check.setEndpoint(endpoint(value, endpoints)));
        YamlValue kind = fields.required(kinds.getFirst());
        return switch (kinds.getFirst()) {
            case "tcp" -> {
                kind.fields();
                yield check.setTcp(TcpCheck.getDefaultInstance()).build();
            }
            case "http" -> check.setHttp(http(kind)).build();
            default -> check.setGrpc(grpc(kind)).build();
        };
    }

    private static String endpoint(YamlValue value, List<Endpoint> endpoints) {
        List<String> names = endpoints.stream().map(Endpoint::getName).toList();
        if (!names.contains(value.text())) {
            throw value.refused(
                    "no endpoint '" + value.text() + "' in this instance", "it has: " + String.join(", ", names));
        }
        return value.text();
    }

    private static HttpCheck http(YamlValue value) {
        YamlFields fields = value.fields("path", "statusMin", "statusMax");
        YamlValue path = fields.required("path");
        if (!path.text().startsWith("/")) {
            throw path.refused("'" + path.text() + "' does not start with '/'", "write /" + path.text());
        }
        return HttpCheck.newBuilder()
                .setPath(path.text())
                .setStatusMin(fields.or("statusMin", 0, status -> status.integer(100, 599)))
                .setStatusMax(fields.or("statusMax", 0, status -> status.integer(100, 599)))
                .build();
    }

    private static GrpcCheck grpc(YamlValue value) {
        YamlFields fields = value.fields("service");
        return GrpcCheck.newBuilder()
                .setService(fields.or("service", "", YamlValue::text))
                .build();
    }
}
