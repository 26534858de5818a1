package dev.mcp2026.testkit.wan;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The arguments of [WanRelayMain].
record RelayOptions(
        @Nullable InetSocketAddress target,
        @Nullable InetSocketAddress listen,
        LinkShape shape,
        long seed,
        boolean untilEof) {
    static final String USAGE = """
            --target HOST:PORT       the server behind the relay, for TCP and UDP (required)
            --listen HOST:PORT       where to listen (default: a free port of 127.0.0.1)
            --rtt TIME               round trip, half of it each way: 80ms, 1.5s, 300us (default 0ms)
            --jitter TIME            of the round trip, +-, half of it each way (default 0ms)
            --loss P                 probability of loss per packet and direction (default 0)
            --reorder P              probability that a UDP packet is overtaken (default 0)
            --bandwidth BYTES        per second and direction (default 0, unlimited)
            --seed N                 of all randomness (default 1)
            --until-eof              end when standard input ends""";

    private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)(us|ms|s)");

    static RelayOptions parse(String... arguments) {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        InetSocketAddress target = null;
        InetSocketAddress listen = null;
        Duration rtt = Duration.ZERO;
        Duration jitter = Duration.ZERO;
        LinkShape shape = LinkShape.PERFECT;
        long seed = 1;
        boolean untilEof = false;
        while (!rest.isEmpty()) {
            String name = rest.remove();
            switch (name) {
                case "--target" -> target = address(name, rest);
                case "--listen" -> listen = address(name, rest);
                case "--rtt" -> rtt = time(name, rest);
                case "--jitter" -> jitter = time(name, rest);
                case "--loss" -> shape = shape.withLoss(number(name, rest));
                case "--reorder" -> shape = shape.withReorder(number(name, rest));
                case "--bandwidth" -> shape = shape.withBandwidth((long) number(name, rest));
                case "--seed" -> seed = (long) number(name, rest);
                case "--until-eof" -> untilEof = true;
                default -> throw new IllegalArgumentException("unknown argument '" + name + "'");
            }
        }
        LinkShape way = LinkShape.ofRoundTrip(rtt, jitter);
        return new RelayOptions(target, listen, shape.withDelay(way.delay()).withJitter(way.jitter()), seed, untilEof);
    }

    InetSocketAddress requireTarget() {
        if (target == null) {
            throw new IllegalArgumentException("--target is required");
        }
        return target;
    }

    private static InetSocketAddress address(String name, Deque<String> rest) {
        String value = value(name, rest);
        int colon = value.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(name + " '" + value + "' is not HOST:PORT");
        }
        return new InetSocketAddress(value.substring(0, colon), (int) parse(name, value.substring(colon + 1)));
    }

    private static Duration time(String name, Deque<String> rest) {
        String value = value(name, rest);
        Matcher parts = TIME.matcher(value);
        if (!parts.matches()) {
            throw new IllegalArgumentException(name + " '" + value + "' is not a time such as 80ms");
        }
        double unitNanos = switch (parts.group(2)) {
            case "us" -> 1e3;
            case "ms" -> 1e6;
            default -> 1e9;
        };
        return Duration.ofNanos(Math.round(Double.parseDouble(parts.group(1)) * unitNanos));
    }

    private static double number(String name, Deque<String> rest) {
        return parse(name, value(name, rest));
    }

    private static double parse(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " '" + value + "' is not a number", e);
        }
    }

    private static String value(String name, Deque<String> rest) {
        String value = rest.poll();
        if (value == null) {
            throw new IllegalArgumentException(name + " needs a value");
        }
        return value;
    }
}
