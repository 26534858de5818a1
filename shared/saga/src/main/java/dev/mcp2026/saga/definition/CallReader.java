package dev.mcp2026.saga.definition;

import dev.mcp2026.saga.template.JsonTemplate;
import dev.mcp2026.saga.template.TextTemplate;
import dev.mcp2026.yaml.YamlFields;
import dev.mcp2026.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `http:` and `grpc:`.
final class CallReader {
    private static final List<String> METHODS = List.of("POST", "PUT", "PATCH", "DELETE");
    private static final Pattern URL = Pattern.compile("https?://[^/?#\\s]+.*", Pattern.DOTALL);
    private static final Pattern ADDRESS = Pattern.compile("(?:https?://)?[^/?#\\s]+:[^/?#\\s]+");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern GRPC_METHOD = Pattern.compile("[A-Za-z_][\\w.]*/[A-Za-z_]\\w*");
    /// Set by the coordinator or by the client that makes the call (RFC 9110).
    private static final List<String> RESERVED = List.of(
            "idempotency-key",
            "host",
            "content-length",
            "content-type",
            "transfer-encoding",
            "connection",
            "upgrade",
            "expect",
            "te",
            "trailer");

    private static final String OURS = "saga-";

    private CallReader() {}

    static Call read(YamlFields operation) {
        Optional<YamlValue> http = operation.optional("http");
        Optional<YamlValue> grpc = operation.optional("grpc");
        if (http.isPresent() && grpc.isPresent()) {
            throw grpc.get().refused("both http and grpc are given", "keep one of them");
        }
        return http.map(CallReader::http)
                .orElseGet(() -> grpc(grpc.orElseGet(() -> operation.required("http", "http: {…} or grpc: {…}"))));
    }

    private static Call http(YamlValue value) {
        YamlFields fields = value.fields("method", "url", "headers", "body");
        YamlValue method = fields.optional("method").orElse(null);
        String verb = method == null ? METHODS.getFirst() : method.text().toUpperCase(Locale.ROOT);
        if (method != null && !METHODS.contains(verb)) {
            throw method.refused("'" + method.text() + "' is not known", "use one of " + String.join(", ", METHODS));
        }
        YamlValue url = fields.required("url", "url: https://host:port/path");
        if (!URL.matcher(url.text()).matches()) {
            throw url.refused("'" + url.text() + "' is no URL", "begin it with https:// (or http://) and a host");
        }
        Map<String, TextTemplate> headers = new LinkedHashMap<>();
        fields.optional("headers")
                .ifPresent(some -> some.entries().forEach((name, text) -> {
                    headers.put(header(name, text), text.as(TextTemplate::compile));
                }));
        return new Call.Http(
                verb,
                url.as(TextTemplate::compile),
                headers,
                fields.optional("body").map(JsonReader::template));
    }

    private static String header(String name, YamlValue at) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!HEADER.matcher(name).matches()) {
            throw at.refused("'" + name + "' is no header's name", "use letters, digits and -");
        }
        if (RESERVED.contains(lower) || lower.startsWith(OURS)) {
            throw at.refused("'" + name + "' is set by the coordinator", "leave it out");
        }
        return name;
    }

    private static Call grpc(YamlValue value) {
        YamlFields fields = value.fields("address", "method", "message");
        YamlValue address = fields.required("address", "address: host:port");
        if (!ADDRESS.matcher(address.text()).matches()) {
            throw address.refused("'" + address.text() + "' is no address", "write host:port");
        }
        YamlValue method = fields.required("method", "method: package.Service/Method");
        if (!GRPC_METHOD.matcher(method.text()).matches()) {
            throw method.refused("'" + method.text() + "' is no gRPC method", "write package.Service/Method");
        }
        return new Call.Grpc(
                address.as(TextTemplate::compile),
                method.text(),
                fields.optional("message").map(JsonReader::template).orElse(new JsonTemplate.Fields(Map.of())));
    }
}
