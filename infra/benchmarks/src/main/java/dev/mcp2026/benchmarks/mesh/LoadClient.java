package dev.mcp2026.benchmarks.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcp2026.benchmarks.mesh.load.Order;
import dev.mcp2026.benchmarks.mesh.load.Outcome;
import dev.mcp2026.benchmarks.mesh.load.Transport;
import java.io.IOException;
import java.nio.file.Path;

/// Gives orders to a load client's process. One order at a time; those of several threads go by connections of their
/// own and are carried out at the same time.
final class LoadClient {
    private final Control control;
    private final ObjectMapper json = new ObjectMapper();

    LoadClient(Path socket) {
        this.control = new Control(socket);
    }

    boolean answers() {
        return control.answers();
    }

    /// Whether a call comes back.
    boolean reaches(Transport transport) throws IOException {
        return carryOut(new Order(Order.Kind.UNARY, transport, 1, 1, 1)).succeeded() > 0;
    }

    Outcome carryOut(Order order) throws IOException {
        return json.readValue(control.ask(json.writeValueAsString(order)), Outcome.class);
    }
}
