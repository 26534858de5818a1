package dev.mcp2026.http3;

import java.util.function.Predicate;

/// What a server holds its connections to.
///
/// @param early methods that may be answered before the handshake is done
record ServerRules(ServerTls tls, Predicate<String> early, Http3Settings settings, PeerConnections peers) {}
