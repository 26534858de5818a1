package dev.mcp2026.benchmarks.falsepositives;

import dev.mcp2026.testkit.process.FreePort;
import dev.mcp2026.testkit.process.ManagedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One [TargetMain] process and the addresses that it serves.
final class Targets implements AutoCloseable {
    private static final int FILLERS_MAX = 16;

    private final InetSocketAddress control = FreePort.address();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final ManagedProcess process;

    Targets(String name, Path folder, int count) {
        List<String> ports = new ArrayList<>();
        ports.add(Integer.toString(control.getPort()));
        while (addresses.size() < count) {
            InetSocketAddress address = FreePort.address();
            if (!addresses.contains(address) && !address.equals(control)) {
                addresses.add(address);
                ports.add(Integer.toString(address.getPort()));
            }
        }
        process = ManagedProcess.start(name, folder, ChildJvm.command(TargetMain.class, ports));
        awaitReady();
    }

    private void awaitReady() {
        process.awaitPort(control, Duration.ofSeconds(60));
    }

    InetSocketAddress address(int index) {
        return addresses.get(index);
    }

    ManagedProcess process() {
        return process;
    }

    void restart() {
        process.restart();
        awaitReady();
    }

    /// Accepts nothing on one port for a while and fills its backlog, so that handshakes go unanswered.
    void fillBacklog(int index, Duration time) {
        InetSocketAddress address = addresses.get(index);
        try (Socket socket = new Socket(control.getAddress(), control.getPort())) {
            String line = address.getPort() + " " + time.toMillis() + "\n";
            socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Socket> fillers = new ArrayList<>();
        try {
            while (fillers.size() < FILLERS_MAX) {
                Socket filler = new Socket();
                fillers.add(filler);
                filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()), 50);
            }
        } catch (SocketTimeoutException e) {
            // It is full: the fillers stay in the queue until they are accepted and found closed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fillers.forEach(Targets::quietly);
        }
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to free.
        }
    }

    @Override
    public void close() {
        process.kill();
    }
}
