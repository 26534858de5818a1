package dev.mcp2026.store;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting by condition.
public final class Await {
    private Await() {}

    public static void until(String what, Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + atMost + ": " + what);
            }
            Thread.sleep(5);
        }
    }
}
