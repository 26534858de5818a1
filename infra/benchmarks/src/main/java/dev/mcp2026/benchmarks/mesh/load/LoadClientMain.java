package dev.mcp2026.benchmarks.mesh.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/// `LoadClientMain TRUST-DIRECTORY HOST PORT PROBE-PORT CONTROL-SOCKET`: takes an [Order] a line on a
/// [ControlSocket] and answers it with an [Outcome]. Unary and streaming load of one transport share one connection to
/// the server.
public final class LoadClientMain {
    private final EchoChannels channels;
    private final InetSocketAddress echo;
    private final Map<Transport, ManagedChannel> lasting = new EnumMap<>(Transport.class);
    private final ObjectMapper json = new ObjectMapper();

    private LoadClientMain(Path trustDirectory, InetSocketAddress server, InetSocketAddress echo) throws Exception {
        this.echo = echo;
        channels = new EchoChannels(trustDirectory, server);
        for (Transport each : Transport.values()) {
            lasting.put(each, channels.open(each));
        }
    }

    public static void main(String[] arguments) throws Exception {
        Logging.quiet();
        InetSocketAddress server = new InetSocketAddress(arguments[1], Integer.parseInt(arguments[2]));
        LoadClientMain client = new LoadClientMain(
                Path.of(arguments[0]), server, new InetSocketAddress(arguments[1], Integer.parseInt(arguments[3])));
        ControlSocket.serve(
                Path.of(arguments[4]),
                line -> client.json.writeValueAsString(client.carryOut(client.json.readValue(line, Order.class))));
    }

    private Outcome carryOut(Order order) throws Exception {
        ManagedChannel channel = java.util.Objects.requireNonNull(lasting.get(order.transport()));
        return switch (order.kind()) {
            case UNARY, UPLOAD, DOWNLOAD -> Load.of(channel, order);
            case FIRST_REPLY, FIRST_REPLY_AGAIN -> FirstReply.of(channels, order);
            case PROBE ->
                order.transport() == Transport.HTTP3 ? Probes.byDatagrams(echo, order) : Probes.byCalls(channel, order);
        };
    }
}
