/// A wide area network of real network namespaces on one machine, for kernels without netem: each node has a namespace
/// and a TUN device, and this process carries the IP packets between them. TCP, UDP and ICMP are the kernel's own, and
/// nothing in the code under test changes. Needs root.
///
/// Start reading at [dev.mcp2026.testkit.wan.box.WanBox]. Where there is no root, [dev.mcp2026.testkit.wan.WanRelay]
/// imitates much of it.
@NullMarked
package dev.mcp2026.testkit.wan.box;

import org.jspecify.annotations.NullMarked;
