package dev.mcp2026.benchmarks.measure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/// How writes follow each other.
public sealed interface Pace {
    /// Starts `count` writes and returns when all were answered, well or badly.
    void drive(int count, IntFunction<CompletableFuture<Void>> write) throws InterruptedException;

    /// At a fixed rate, however long answers take.
    record PerSecond(double rate) implements Pace {
        @Override
        public void drive(int count, IntFunction<CompletableFuture<Void>> write) throws InterruptedException {
            CompletableFuture<?>[] answers = new CompletableFuture<?>[count];
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = start + (long) (i * 1e9 / rate);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
                answers[i] = write.apply(i).exceptionally(failed -> null);
            }
            CompletableFuture.allOf(answers).join();
        }
    }

    /// As fast as answers come, with so many writes on their way.
    record Outstanding(int writes) implements Pace {
        @Override
        public void drive(int count, IntFunction<CompletableFuture<Void>> write) throws InterruptedException {
            Semaphore free = new Semaphore(writes);
            for (int i = 0; i < count; i++) {
                free.acquire();
                var unused = write.apply(i).whenComplete((answer, failure) -> free.release());
            }
            free.acquire(writes);
        }
    }
}
