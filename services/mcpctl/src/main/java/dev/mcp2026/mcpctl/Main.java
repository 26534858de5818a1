package dev.mcp2026.mcpctl;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import picocli.CommandLine;

/// The process. Everything it finds outside is handed in from here.
@QuarkusMain
public final class Main implements QuarkusApplication {
    private final CommandLine.IFactory factory;

    Main(CommandLine.IFactory factory) {
        this.factory = factory;
    }

    public static void main(String... arguments) {
        Quarkus.run(Main.class, arguments);
    }

    @Override
    // A native image may have no console where the JVM has one that is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    public int run(String... arguments) {
        Console console = System.console();
        Environment environment = new Environment(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                console != null && console.isTerminal(),
                InstantSource.system(),
                ZoneId.systemDefault(),
                new SecureRandom());
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return CommandLines.create(environment, factory, out, err).execute(arguments);
    }
}
