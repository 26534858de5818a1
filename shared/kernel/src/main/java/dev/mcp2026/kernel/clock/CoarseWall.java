package dev.mcp2026.kernel.clock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// A wall clock whose [#millis()] is cheap in a burst. Asking the system costs 20 to 50 ns, several times the rest of
/// a stamp. When more than [#BURST_READS_PER_MS] reads fall into one millisecond, a ticker thread reads the system's
/// clock every [#TICK_NANOS] and the others read what it wrote; it ends with the burst. Outside of bursts each read
/// asks the system, so an idle process wakes nobody and a lone stamp is exact.
///
/// In a burst the answer is late by one tick plus how long the system took to schedule the ticker. A caller sees no
/// more of that than it would by being descheduled right after an exact read.
public final class CoarseWall implements InstantSource {
    static final int BURST_READS_PER_MS = 64;
    static final long TICK_NANOS = 250_000;
    /// The ticker ends after this many ticks in a row that were too quiet to be a burst.
    static final int MAX_QUIET_TICKS = 40;

    private static final long QUIET_READS_PER_TICK = BURST_READS_PER_MS * TICK_NANOS / 1_000_000;
    private static final long NO_TICKER = Long.MIN_VALUE;
    private static final VarHandle READS;

    static {
        try {
            READS = MethodHandles.lookup().findVarHandle(CoarseWall.class, "reads", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final InstantSource exact;
    private final ThreadFactory threads;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile long coarseMs = NO_TICKER;
    /// Counts without atomicity: a lost increment only moves the moment a burst is seen to begin or end.
    private long reads;

    private volatile long windowMs;
    private int quietTicks;

    public CoarseWall(InstantSource exact) {
        this(exact, Thread.ofPlatform().daemon().name("mcp-coarse-wall-", 0).factory());
    }

    CoarseWall(InstantSource exact, ThreadFactory threads) {
        this.exact = exact;
        this.threads = threads;
    }

    @Override
    public long millis() {
        long seen = coarseMs;
        READS.setOpaque(this, (long) READS.getOpaque(this) + 1);
        return seen != NO_TICKER ? seen : exactMillis();
    }

    /// Always exact.
    @Override
    public Instant instant() {
        return exact.instant();
    }

    private long exactMillis() {
        long now = exact.millis();
        if (now != windowMs) {
            windowMs = now;
            READS.setOpaque(this, 0L);
        } else if ((long) READS.getOpaque(this) > BURST_READS_PER_MS && ticking.compareAndSet(false, true)) {
            threads.newThread(this::runTicker).start();
        }
        return now;
    }

    private void runTicker() {
        quietTicks = 0;
        while (tick()) {
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    /// One tick; false if the burst is over, and the ticker with it.
    boolean tick() {
        quietTicks = (long) READS.getOpaque(this) < QUIET_READS_PER_TICK ? quietTicks + 1 : 0;
        READS.setOpaque(this, 0L);
        if (quietTicks > MAX_QUIET_TICKS) {
            coarseMs = NO_TICKER;
            ticking.set(false);
            return false;
        }
        coarseMs = exact.millis();
        return true;
    }
}
