package dev.mcp2026.testkit.wan;

import dev.mcp2026.testkit.process.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A relay as a process of its own, so that benchmarks can put a WAN between processes. See [RelayOptions] for the
/// arguments. It prints `listening 127.0.0.1:<port>`, then takes commands from standard input and answers `ok` or
/// `error …` to each:
///
/// `cut [forward|backward]`, `heal`, `blackhole`, `reset`, `shape <arguments>`, `stats`, `quit`.
///
/// It goes on when standard input ends, unless started with `--until-eof`.
public final class WanRelayMain {
    private WanRelayMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        RelayOptions options;
        InetSocketAddress target;
        try {
            options = RelayOptions.parse(arguments);
            target = options.requireTarget();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + RelayOptions.USAGE);
            System.exit(2);
            return;
        }
        InetSocketAddress listen = options.listen() == null ? FreePort.address() : options.listen();
        try (WanRelay relay = WanRelay.to(target)
                .listen(listen)
                .shape(options.shape())
                .seed(options.seed())
                .start()) {
            System.out.println("listening " + listen.getAddress().getHostAddress() + ":" + listen.getPort());
            boolean quit = obey(relay, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
            if (!quit && !options.untilEof()) {
                new CountDownLatch(1).await();
            }
        }
    }

    /// True if told to quit, false at the end of the input.
    private static boolean obey(WanRelay relay, BufferedReader commands) throws IOException {
        PrintStream out = System.out;
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            if (line.strip().equals("quit")) {
                return true;
            }
            try {
                out.println(answer(relay, line.strip()));
            } catch (IllegalArgumentException e) {
                out.println("error " + e.getMessage());
            }
        }
        return false;
    }

    static String answer(WanRelay relay, String line) {
        String[] words = line.split("\\s+", 2);
        @Nullable String rest = words.length == 2 ? words[1] : null;
        switch (words[0]) {
            case "cut" -> {
                if (rest == null) {
                    relay.cut();
                } else {
                    relay.cut(direction(rest));
                }
            }
            case "heal" -> relay.heal();
            case "blackhole" -> relay.blackhole();
            case "reset" -> relay.reset();
            case "shape" ->
                relay.shape(RelayOptions.parse(rest == null ? new String[0] : rest.split("\\s+"))
                        .shape());
            case "stats" -> {
                return "ok forward " + relay.stats(Direction.FORWARD) + " backward " + relay.stats(Direction.BACKWARD);
            }
            default ->
                throw new IllegalArgumentException("unknown command '" + words[0]
                        + "': use cut [forward|backward], heal, blackhole, reset, shape <arguments>, stats or quit");
        }
        return "ok";
    }

    private static Direction direction(String word) {
        return switch (word) {
            case "forward" -> Direction.FORWARD;
            case "backward" -> Direction.BACKWARD;
            default -> throw new IllegalArgumentException("'" + word + "' is neither forward nor backward");
        };
    }
}
