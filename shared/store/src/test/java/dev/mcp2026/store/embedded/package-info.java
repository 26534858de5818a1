/// Tests of the embedded store: the contract, crashes, torn files and a disk that fails.
@NullMarked
package dev.mcp2026.store.embedded;

import org.jspecify.annotations.NullMarked;
