package dev.mcp2026.benchmarks.falsepositives;

import dev.mcp2026.testkit.await.Await;
import dev.mcp2026.testkit.process.ManagedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs [SlowObserverMain] and lets it run only now and then.
final class StarvedObserver implements AutoCloseable {
    private static final Duration STOPPED = Duration.ofMillis(1200);
    private static final Duration RUNNING = Duration.ofMillis(400);

    private final Path folder;
    private final Path result;
    private final Targets targets;
    private final int count;
    private @Nullable ManagedProcess process;

    StarvedObserver(Path folder, Targets targets, int count) {
        this.folder = folder;
        this.result = folder.resolve("starved.result");
        this.targets = targets;
        this.count = count;
    }

    void start(int seconds) {
        List<String> arguments = new ArrayList<>(List.of(result.toString(), Integer.toString(seconds)));
        for (int i = 0; i < count; i++) {
            arguments.add(Integer.toString(targets.address(i).getPort()));
        }
        process = ManagedProcess.start("starved-observer", folder, ChildJvm.command(SlowObserverMain.class, arguments));
    }

    void starve(Duration time) {
        ManagedProcess observer = process;
        long until = System.nanoTime() + time.toNanos();
        try {
            while (observer != null && observer.isAlive() && System.nanoTime() < until) {
                observer.pause();
                Thread.sleep(STOPPED);
                observer.resume();
                Thread.sleep(RUNNING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int[] result() {
        Await.until("the starved observer's result", Duration.ofSeconds(60), () -> Files.exists(result));
        try {
            return Stream.of(Files.readString(result).split(" "))
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        ManagedProcess observer = process;
        if (observer != null && observer.isAlive()) {
            observer.kill();
        }
    }
}
