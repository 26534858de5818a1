package dev.mcp2026.benchmarks.mesh.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Answers each line with one on a Unix socket, which unlike others is reached from another network namespace.
/// Several connections are served at the same time.
final class ControlSocket {
    private ControlSocket() {}

    /// What is answered, on a thread of the connection's own.
    interface Answering {
        String answer(String line) throws Exception;
    }

    /// Until the process ends.
    static void serve(Path socket, Answering answering) throws IOException {
        try (ServerSocketChannel control = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            control.bind(UnixDomainSocketAddress.of(socket));
            while (true) {
                SocketChannel accepted = control.accept();
                Thread.ofPlatform().start(() -> serve(accepted, answering));
            }
        }
    }

    private static void serve(SocketChannel accepted, Answering answering) {
        try (accepted;
                BufferedReader questions = new BufferedReader(Channels.newReader(accepted, StandardCharsets.UTF_8));
                var answers = Channels.newOutputStream(accepted)) {
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                answers.write((answering.answer(line) + "\n").getBytes(StandardCharsets.UTF_8));
                answers.flush();
            }
        } catch (Exception failure) {
            System.getLogger(ControlSocket.class.getName()).log(System.Logger.Level.ERROR, "order failed", failure);
        }
    }
}
