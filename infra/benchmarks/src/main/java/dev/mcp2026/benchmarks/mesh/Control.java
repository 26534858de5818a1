package dev.mcp2026.benchmarks.mesh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// This process' end of another's [dev.mcp2026.benchmarks.mesh.load.ControlSocket].
///
/// @param socket where that listens
record Control(Path socket) {
    boolean answers() {
        try (SocketChannel open = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return open.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /// One line for one line.
    String ask(String line) throws IOException {
        try (SocketChannel open = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                OutputStream questions = Channels.newOutputStream(open);
                BufferedReader answers = new BufferedReader(Channels.newReader(open, StandardCharsets.UTF_8))) {
            questions.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            questions.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("no answer to " + line);
            }
            return answer;
        }
    }
}
