package dev.mcp2026.examples.participants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// `java -jar participants.jar inventory|payment|shipping PORT DIRECTORY`, or `… ledger DIRECTORY [SAGA]`.
public final class Main {
    private static final List<String> NAMES = List.of("inventory", "payment", "shipping");
    private static final String USAGE = """
            usage: participants inventory|payment|shipping PORT DIRECTORY   serve, with DIRECTORY/NAME.db
                   participants ledger DIRECTORY [SAGA]                     what took effect, and how often
            """;

    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length >= 2 && arguments.length <= 3 && arguments[0].equals("ledger")) {
            ledger(Path.of(arguments[1]), arguments.length == 3 ? arguments[2] : "");
        } else if (arguments.length == 3 && NAMES.contains(arguments[0]) && arguments[1].matches("\\d{1,5}")) {
            serve(arguments[0], Integer.parseInt(arguments[1]), Path.of(arguments[2]));
        } else {
            System.err.print(USAGE);
            System.exit(2);
        }
    }

    /// Opens a participant's face.
    ///
    /// @param port 0 for any free one
    static Face open(String name, Participant participant, int port) throws IOException {
        return name.equals("shipping") ? new GrpcFace(participant, port) : new HttpFace(participant, port);
    }

    static Participant participant(String name, Path directory) throws IOException {
        Files.createDirectories(directory);
        Business business = switch (name) {
            case "inventory" -> new Inventory();
            case "payment" -> new Payment();
            default -> new Shipping();
        };
        return new Participant(business, directory.resolve(name + ".db"));
    }

    private static void serve(String name, int port, Path directory) throws IOException, InterruptedException {
        try (Participant participant = participant(name, directory);
                Face face = open(name, participant, port)) {
            System.out.println(name + " listens port=" + face.port());
            new CountDownLatch(1).await();
        }
    }

    private static void ledger(Path directory, String saga) {
        System.out.printf("%-10s %-10s %5s  %s%n", "WHERE", "EFFECT", "TIMES", "SAGA");
        for (String name : NAMES) {
            Path file = directory.resolve(name + ".db");
            if (Files.exists(file)) {
                for (Ledger.Effect each : Ledger.read(Participant.database(file), saga)) {
                    System.out.printf("%-10s %-10s %5d  %s%n", name, each.operation(), each.times(), each.saga());
                }
            }
        }
    }
}
