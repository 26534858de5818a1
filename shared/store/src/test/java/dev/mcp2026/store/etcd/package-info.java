/// Tests of the etcd store on real servers, and of its mode decider alone.
@NullMarked
package dev.mcp2026.store.etcd;

import org.jspecify.annotations.NullMarked;
