package dev.mcp2026.http3;

import java.util.function.Predicate;

/// What a server holds its connections to.
///
/// @param early methods that may be answered before the handshake is done
record ServerRules(PeerVerifier verifier, Predicate<String> early, Http3Settings settings) {}
