/// Time that a test moves by hand. One fake stands for both of the clocks a service has, the wall clock that can jump
/// and the monotonic one that can't, so a test can pull them apart as a real machine does.
@NullMarked
package dev.mcp2026.testkit.clock;

import org.jspecify.annotations.NullMarked;
