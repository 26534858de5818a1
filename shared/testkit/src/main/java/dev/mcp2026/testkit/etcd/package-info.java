/// A real etcd for tests: members as processes on free loopback ports, killed, paused and started again by pid.
/// Needs `etcd` on the PATH (Debian: etcd-server); a test that finds none skips and says why.
@NullMarked
package dev.mcp2026.testkit.etcd;

import org.jspecify.annotations.NullMarked;
