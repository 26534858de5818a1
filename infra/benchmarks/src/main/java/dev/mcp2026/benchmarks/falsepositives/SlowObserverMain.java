package dev.mcp2026.benchmarks.falsepositives;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/// Both judges in a process that is starved: threads that spin, and its parent stops it again and again, as a CPU quota
/// does. Arguments: a file for the result, seconds to run, then the ports to watch. The targets are well.
public final class SlowObserverMain {
    private static final int SETTLE_SECONDS = 4;

    private SlowObserverMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<Watched> all = new ArrayList<>();
        try (Observers observers = new Observers()) {
            for (int i = 2; i < args.length; i++) {
                Watched target = new Watched("slow-" + i);
                all.add(target);
                observers.watch(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[i])), target);
            }
            Thread.sleep(SETTLE_SECONDS * 1000L);
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                Thread.ofPlatform().daemon().start(SlowObserverMain::burn);
            }
            Thread.sleep(Long.parseLong(args[1]) * 1000);
        }
        String result = count(all, Watched::ours) + " " + count(all, Watched::suspected) + " "
                + count(all, Watched::poll) + " " + count(all, Watched::pollOfThree);
        Path file = Path.of(args[0]);
        Files.writeString(file.resolveSibling(file.getFileName() + ".part"), result);
        Files.move(file.resolveSibling(file.getFileName() + ".part"), file);
    }

    private static long count(List<Watched> all, Function<Watched, OptionalLong> judge) {
        return all.stream().filter(w -> judge.apply(w).isPresent()).count();
    }

    private static void burn() {
        long x = 1;
        while (x != 0) {
            x = x * 6364136223846793005L + 1442695040888963407L | 1;
        }
    }
}
