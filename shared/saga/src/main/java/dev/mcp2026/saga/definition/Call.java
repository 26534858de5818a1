package dev.mcp2026.saga.definition;

import dev.mcp2026.saga.template.JsonTemplate;
import dev.mcp2026.saga.template.TextTemplate;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What is called of a participant.
public sealed interface Call {
    /// Every expression in it.
    Stream<TextTemplate> templates();

    /// @param method `POST`, `PUT`, `PATCH` or `DELETE`
    /// @param body sent as JSON; none where empty
    record Http(String method, TextTemplate url, Map<String, TextTemplate> headers, Optional<JsonTemplate> body)
            implements Call {
        public Http {
            headers = Map.copyOf(headers);
        }

        @Override
        public Stream<TextTemplate> templates() {
            return Stream.of(
                            Stream.of(url),
                            headers.values().stream(),
                            body.stream().flatMap(JsonTemplate::templates))
                    .flatMap(part -> part);
        }
    }

    /// @param address `host:port`, TLS, or `http://host:port` without
    /// @param method `package.Service/Method`, unary; the server's reflection says its messages
    /// @param message the request in the JSON of Protocol Buffers
    record Grpc(TextTemplate address, String method, JsonTemplate message) implements Call {
        @Override
        public Stream<TextTemplate> templates() {
            return Stream.concat(Stream.of(address), message.templates());
        }
    }
}
