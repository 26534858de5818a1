package dev.mcp2026.store.embedded;

/// A thread that nobody interrupts. A file channel closes itself for everyone when a thread is interrupted while in
/// it, so callers' threads never touch the file; see [ShieldedFile].
final class IoThread extends Thread {
    IoThread(String name, Runnable work) {
        super(work, name);
        setDaemon(true);
    }
}
