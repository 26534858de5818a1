package dev.mcp2026.coordinator.drive;

import dev.mcp2026.kernel.limit.Limit;
import java.time.Duration;

/// @param open sagas that have not ended, of this coordinator
/// @param openPerTenant of them one tenant's
/// @param storeRetry before an append that failed is tried again
public record DriveSettings(Limit open, Limit openPerTenant, Duration storeRetry) {}
