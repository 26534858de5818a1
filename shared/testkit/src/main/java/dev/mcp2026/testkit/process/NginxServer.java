package dev.mcp2026.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// `nginx` as one process, with a configuration of its own: `GET /healthz` answers 200 `ok`, all else is 404.
public final class NginxServer implements RealServer {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);
    private static final String CONFIGURATION = """
            daemon off;
            # One process, so that SIGSTOP and SIGKILL hit the one that holds the sockets.
            master_process off;
            pid nginx.pid;
            error_log stderr warn;
            events { worker_connections 256; }
            http {
              access_log off;
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              server {
                listen %s:%d;
                location = /healthz { default_type text/plain; return 200 'ok'; }
                location / { return 404; }
              }
            }
            """;

    private final InetSocketAddress address;
    private final Path folder;
    private final ManagedProcess process;

    private NginxServer(InetSocketAddress address) {
        this.address = address;
        this.folder = Folders.temporary("nginx");
        String text = CONFIGURATION.formatted(address.getAddress().getHostAddress(), address.getPort());
        try {
            Files.writeString(folder.resolve("nginx.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.process = ManagedProcess.start(
                "nginx",
                folder,
                List.of(
                        Programs.require("nginx", "nginx-light").toString(),
                        "-p",
                        folder.toString(),
                        "-e",
                        "stderr",
                        "-c",
                        folder.resolve("nginx.conf").toString()));
    }

    /// False if `nginx` is not installed: skip the test then.
    public static boolean available() {
        return Programs.find("nginx").isPresent();
    }

    public static NginxServer start() {
        NginxServer server = new NginxServer(FreePort.address());
        server.awaitReady();
        return server;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    /// The page that answers 200.
    public URI health() {
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/healthz");
    }

    @Override
    public ManagedProcess process() {
        return process;
    }

    @Override
    public void awaitReady() {
        process.awaitPort(address, START_DEADLINE);
    }

    @Override
    public void close() {
        process.close();
        Folders.delete(folder);
    }
}
