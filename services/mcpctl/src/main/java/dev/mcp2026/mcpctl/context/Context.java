package dev.mcp2026.mcpctl.context;

import dev.mcp2026.kernel.id.TenantId;
import java.nio.file.Path;
import java.util.Optional;

/// One cell as a target of commands.
///
/// @param name what `--context` calls it
/// @param registry where its registry is
/// @param identity where its identity cache is; most commands need none
/// @param saga where its saga coordinator is; only its commands need it
/// @param ca PEM bundle that the server's certificate must chain to
/// @param certificate PEM chain of this user's SVID
/// @param key its PKCS#8 key
/// @param tenant used where a command names none
public record Context(
        String name,
        Address registry,
        Optional<Address> identity,
        Optional<Address> saga,
        Path ca,
        Path certificate,
        Path key,
        TenantId tenant) {
    public String address() {
        return registry.toString();
    }
}
