package dev.mcp2026.benchmarks.mesh.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import java.io.BufferedReader;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/// `LoadClientMain TRUST-DIRECTORY HOST PORT PROBE-PORT CONTROL-SOCKET`: takes an [Order] a line on a Unix socket,
/// which unlike
/// others is reached from another network namespace, and answers it with an [Outcome]. Several connections are served
/// at the same time; unary and streaming load of one transport share one connection to the server.
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
        try (ServerSocketChannel control = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            control.bind(UnixDomainSocketAddress.of(arguments[4]));
            while (true) {
                SocketChannel accepted = control.accept();
                Thread.ofPlatform().start(() -> client.serve(accepted));
            }
        }
    }

    private void serve(SocketChannel accepted) {
        try (accepted;
                BufferedReader orders = new BufferedReader(Channels.newReader(accepted, StandardCharsets.UTF_8));
                var answers = Channels.newOutputStream(accepted)) {
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                Outcome outcome = carryOut(json.readValue(line, Order.class));
                answers.write((json.writeValueAsString(outcome) + "\n").getBytes(StandardCharsets.UTF_8));
                answers.flush();
            }
        } catch (Exception failure) {
            System.getLogger(LoadClientMain.class.getName()).log(System.Logger.Level.ERROR, "order failed", failure);
        }
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
