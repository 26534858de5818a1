/// Names of log keys, trace ids, and what the OpenAPI document says about credentials.
@NullMarked
package dev.mcp2026.servicekit.telemetry;

import org.jspecify.annotations.NullMarked;
