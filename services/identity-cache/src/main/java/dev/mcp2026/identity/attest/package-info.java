/// Who is at the other end of a Unix socket, by what the kernel says: peer credentials, then `/proc` of that process.
@NullMarked
package dev.mcp2026.identity.attest;

import org.jspecify.annotations.NullMarked;
