/// A wide area network on one machine, in user space, for kernels without netem and for tests without root. A relay
/// stands in front of a real TCP or UDP server and gives the way there and the way back delay, jitter, loss,
/// reordering, limited bandwidth, partitions and resets; nothing in the code under test changes.
///
/// Start reading at [dev.mcp2026.testkit.wan.WanRelay]; how a lost TCP segment is modelled stands at
/// [dev.mcp2026.testkit.wan.SegmentQueue].
@NullMarked
package dev.mcp2026.testkit.wan;

import org.jspecify.annotations.NullMarked;
