package dev.mcp2026.mcpctl.context;

import dev.mcp2026.kernel.id.TenantId;
import java.nio.file.Path;

/// One cell as a target of commands.
///
/// @param name what `--context` calls it
/// @param host of its gRPC port
/// @param ca PEM bundle that the server's certificate must chain to
/// @param certificate PEM chain of this user's SVID
/// @param key its PKCS#8 key
/// @param tenant used where a command names none
public record Context(String name, String host, int port, Path ca, Path certificate, Path key, TenantId tenant) {
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
