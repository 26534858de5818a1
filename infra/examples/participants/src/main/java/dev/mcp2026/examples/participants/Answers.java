package dev.mcp2026.examples.participants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcp2026.saga.participant.Answer;
import dev.mcp2026.saga.participant.Verdict;
import org.jspecify.annotations.Nullable;

/// JSON in and out.
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    static Verdict result(String field, String value) {
        return new Verdict.Result(JSON.createObjectNode().put(field, value).toString());
    }

    /// An answer's text: the result as it is, else why there is none.
    static String text(Answer answer) {
        return answer.grpcStatus() == Answer.GrpcStatus.OK
                ? answer.text().isEmpty() ? "{}" : answer.text()
                : problem(answer.reason(), answer.text());
    }

    static String problem(String reason, @Nullable String detail) {
        ObjectNode problem = JSON.createObjectNode().put("reason", reason);
        problem.put("detail", detail);
        return problem.toString();
    }

    /// @throws IllegalArgumentException for what is no JSON
    static JsonNode read(String text) {
        try {
            return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
