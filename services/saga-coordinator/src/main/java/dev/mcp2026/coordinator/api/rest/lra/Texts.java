package dev.mcp2026.coordinator.api.rest.lra;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/// Answers of one word: as text, or as a JSON object for who accepts nothing else.
final class Texts {
    private Texts() {}

    static Response.ResponseBuilder answer(Response.Status status, HttpHeaders headers, String field, String word) {
        boolean json = !headers.getAcceptableMediaTypes().isEmpty()
                && headers.getAcceptableMediaTypes().stream()
                        .allMatch(type -> type.equals(MediaType.APPLICATION_JSON_TYPE));
        Response.ResponseBuilder answer = Response.status(status);
        return json
                ? answer.type(MediaType.APPLICATION_JSON_TYPE).entity(Map.of(field, word))
                : answer.type(MediaType.TEXT_PLAIN_TYPE).entity(word);
    }
}
