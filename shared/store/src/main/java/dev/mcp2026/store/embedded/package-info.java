/// The store in one file of this process, on H2's MVStore. One thread writes: it takes the transactions that wait,
/// does them in order, commits them as one chunk and syncs once for all (group commit), and only then answers.
/// Readers see the last synced version and never wait for the disk's sync.
@NullMarked
package dev.mcp2026.store.embedded;

import org.jspecify.annotations.NullMarked;
