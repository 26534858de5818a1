package dev.mcp2026.http3;

import javax.net.ssl.KeyManagerFactory;

/// What one end of connections proves itself with, and whom it takes.
///
/// @param keys an X.509-SVID and its private key
/// @param verifier the bundle and the rule about SPIFFE IDs; asked on each handshake, resumed ones too
public record Credentials(KeyManagerFactory keys, PeerVerifier verifier) {}
