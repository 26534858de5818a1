/// Addresses as text: what is valid, without resolving anything.
@NullMarked
package dev.mcp2026.kernel.net;

import org.jspecify.annotations.NullMarked;
