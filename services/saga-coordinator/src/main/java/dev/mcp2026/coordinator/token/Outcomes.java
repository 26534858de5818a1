package dev.mcp2026.coordinator.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcp2026.coordinator.saga.Outcome;

/// What a call came to, as tokens keep it: the result as JSON.
final class Outcomes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Outcomes() {}

    static String written(Outcome.Success success) {
        return success.result().toString();
    }

    /// Unknown for what nobody here wrote: the call must not be made then, and a person has to look.
    static Outcome read(String text) {
        try {
            return new Outcome.Success(JSON.readTree(text));
        } catch (JsonProcessingException notJson) {
            return new Outcome.Unknown("not called, the token store has a result that is no JSON");
        }
    }
}
