package dev.mcp2026.store.embedded;

import java.util.Map;
import java.util.concurrent.ExecutorService;

/// Makes the file that MVStore works on; a test puts one here that records or fails.
interface FileOpener {
    ShieldedFile create(Map<String, Object> config, ExecutorService readers);
}
