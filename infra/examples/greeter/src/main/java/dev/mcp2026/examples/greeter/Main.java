package dev.mcp2026.examples.greeter;

import java.io.IOException;

/// `java -jar greeter.jar PORT`
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 1 || !arguments[0].matches("\\d{1,5}")) {
            System.err.println("usage: greeter PORT");
            System.exit(2);
        }
        GreeterServer server = new GreeterServer(Integer.parseInt(arguments[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                server.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        System.out.println("greeter listens port=" + server.port());
        server.awaitEnd();
    }
}
