/// The same operations as REST, described by OpenAPI.
@NullMarked
package dev.mcp2026.identity.api.rest;

import org.jspecify.annotations.NullMarked;
