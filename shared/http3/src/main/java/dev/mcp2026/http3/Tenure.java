package dev.mcp2026.http3;

import java.time.Duration;

/// How long a server keeps a connection, so that clients spread anew and see changes. Zero: for ever.
///
/// @param maxAge after which its client is asked to go elsewhere (GOAWAY); varied by a tenth, so that not all go at
/// once
/// @param maxAgeGrace that calls under way have then
/// @param maxIdle without a call, after which the client is asked as well
public record Tenure(Duration maxAge, Duration maxAgeGrace, Duration maxIdle) {
    public static Tenure forEver() {
        return new Tenure(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }
}
