/// Durable, consistent state behind one interface modelled on etcd: revisions, ranges, compare-and-set
/// transactions, leases and resumable watches. `embedded` keeps it in one file of this process, `etcd` in a
/// cluster; one contract suite holds both to the same behaviour.
@NullMarked
package dev.mcp2026.store;

import org.jspecify.annotations.NullMarked;
