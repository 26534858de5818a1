package dev.mcp2026.examples.participants;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcp2026.saga.participant.SagaCall;
import dev.mcp2026.saga.participant.Verdict;
import java.util.List;

/// What a participant does. It needs no thought of repeats, of calls out of order or of crashes: that is the barrier's.
interface Business {
    /// Statements that make its tables and first rows, where they are not there yet.
    List<String> schema();

    /// The names of its operations: the last part of the URL, or the gRPC method.
    List<String> operations();

    /// Runs in the barrier's transaction. What is refused is rolled back.
    ///
    /// @param order what the saga sends
    Verdict run(String operation, Rows rows, SagaCall call, JsonNode order);
}
