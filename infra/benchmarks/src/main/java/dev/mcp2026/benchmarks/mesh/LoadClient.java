package dev.mcp2026.benchmarks.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcp2026.benchmarks.mesh.load.Order;
import dev.mcp2026.benchmarks.mesh.load.Outcome;
import dev.mcp2026.benchmarks.mesh.load.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Gives orders to a load client's process. One order at a time; those of several threads go by connections of their
/// own and are carried out at the same time.
final class LoadClient {
    private final Path control;
    private final ObjectMapper json = new ObjectMapper();

    LoadClient(Path control) {
        this.control = control;
    }

    boolean answers() {
        try (SocketChannel open = SocketChannel.open(UnixDomainSocketAddress.of(control))) {
            return open.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Whether a call comes back.
    boolean reaches(Transport transport) throws IOException {
        return carryOut(new Order(Order.Kind.UNARY, transport, 1, 1, 1)).succeeded() > 0;
    }

    Outcome carryOut(Order order) throws IOException {
        try (SocketChannel open = SocketChannel.open(UnixDomainSocketAddress.of(control));
                OutputStream orders = Channels.newOutputStream(open);
                BufferedReader answers = new BufferedReader(Channels.newReader(open, StandardCharsets.UTF_8))) {
            orders.write((json.writeValueAsString(order) + "\n").getBytes(StandardCharsets.UTF_8));
            orders.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("the load client did not answer " + order);
            }
            return json.readValue(answer, Outcome.class);
        }
    }
}
