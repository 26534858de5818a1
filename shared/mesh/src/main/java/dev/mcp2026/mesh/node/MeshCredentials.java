package dev.mcp2026.mesh.node;

import dev.mcp2026.http3.ClientTls;
import io.netty.handler.ssl.SslContext;

/// This process' SVID as a client, taking nobody else than the peer that is meant. Asked on each connection, so that
/// a renewed SVID is used from the next one on.
public interface MeshCredentials {
    ClientTls http3(MeshPeer peer);

    SslContext http2(MeshPeer peer);
}
