package dev.mcp2026.coordinator.participant;

/// Where a gRPC participant listens, and how the connection to it is protected.
record GrpcAddress(Security security, String host, int port) {
    enum Security {
        /// `http://host:port`: none, for loopback and for meshes that protect it themselves.
        PLAINTEXT,
        /// `https://host:port`: TLS with the host's name and the authorities of the platform, as for HTTP participants.
        WEB,
        /// `host:port`: mutual TLS with SVIDs; the participant is whoever has one of our trust domain.
        SVID
    }

    String authority() {
        return host + ":" + port;
    }
}
