package dev.mcp2026.store.embedded;

import dev.mcp2026.store.TxnResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The process that is killed: writes transactions of three keys on several threads and prints a line for each one
/// that was acknowledged.
public final class CrashWriter {
    private static final int THREADS = 3;

    private CrashWriter() {}

    /// @param args file, run number, transactions per thread
    public static void main(String[] args) throws InterruptedException {
        EmbeddedStore store = EmbeddedStore.open(EmbeddedOptions.at(Path.of(args[0]))
                .withLimits(dev.mcp2026.store.StoreLimits.defaults().withHistoryRevisions(200)));
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            String name = args[1] + "-" + t;
            int times = Integer.parseInt(args[2]);
            threads.add(Thread.ofPlatform().start(() -> write(store, name, times)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        store.close();
    }

    private static void write(EmbeddedStore store, String name, int times) {
        for (int i = 0; i < times; i++) {
            String id = name + "-" + i;
            TxnResult result = store.txn(CrashCheck.transaction(id));
            byte[] line = ("ack " + id + " " + result.revision() + "\n").getBytes(StandardCharsets.US_ASCII);
            System.out.write(line, 0, line.length);
            System.out.flush();
        }
    }
}
