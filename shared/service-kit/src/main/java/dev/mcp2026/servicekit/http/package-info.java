/// What stands before every REST resource: authentication, strict JSON, and RFC 9457 problem documents for all that
/// can go wrong, including what never reaches a resource.
@NullMarked
package dev.mcp2026.servicekit.http;

import org.jspecify.annotations.NullMarked;
