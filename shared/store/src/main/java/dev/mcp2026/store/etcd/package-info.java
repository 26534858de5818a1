/// The store in an etcd cluster, through jetcd. A probe reads with quorum and asks the members for leader and committed
/// index; a pure decider turns what it saw into the store's mode.
@NullMarked
package dev.mcp2026.store.etcd;

import org.jspecify.annotations.NullMarked;
