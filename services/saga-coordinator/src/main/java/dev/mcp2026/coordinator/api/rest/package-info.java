/// The same operations over HTTP, described by OpenAPI.
@NullMarked
package dev.mcp2026.coordinator.api.rest;

import org.jspecify.annotations.NullMarked;
