/// The REST door, `/api/v1`: JSON bodies to values, operations, and back. Unknown fields are
/// refused by the service
/// kit; errors are RFC 9457 problem documents.
@NullMarked
package dev.mcp2026.registry.api.rest;

import org.jspecify.annotations.NullMarked;
