package dev.mcp2026.benchmarks.identity;

import dev.mcp2026.benchmarks.cell.Answer;
import dev.mcp2026.proto.identity.v1.Entry;
import dev.mcp2026.proto.identity.v1.PutEntryRequest;
import dev.mcp2026.proto.identity.v1.PutEntryResponse;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;

/// Makes many entries, a bounded number at once.
final class EntryLoad {
    private static final int OUTSTANDING = 128;

    private EntryLoad() {}

    static void put(IdentityProcess cache, int count, IntFunction<Entry> entries) throws InterruptedException {
        Semaphore places = new Semaphore(OUTSTANDING);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < count; i++) {
            places.acquire();
            Answer<PutEntryResponse> answer = new Answer<>();
            cache.operatorAsync()
                    .putEntry(
                            PutEntryRequest.newBuilder()
                                    .setEntry(entries.apply(i))
                                    .build(),
                            answer);
            answer.done().whenComplete((done, failed) -> {
                if (failed != null) {
                    failure.compareAndSet(null, failed);
                }
                places.release();
            });
        }
        places.acquire(OUTSTANDING);
        Throwable first = failure.get();
        if (first != null) {
            throw new IllegalStateException("an entry was not made", first);
        }
    }
}
