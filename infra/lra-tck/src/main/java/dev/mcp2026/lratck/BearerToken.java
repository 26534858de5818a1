package dev.mcp2026.lratck;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Shows a token to the coordinator. Narayana's client registers it when `lra.http-client.providers` names it; the file
/// is
/// read for every request, since tokens end sooner than a run.
public final class BearerToken implements ClientRequestFilter {
    @Override
    public void filter(ClientRequestContext request) throws IOException {
        Path file = Path.of(Settings.ofProcess().get(Settings.TOKEN_FILE));
        request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, header(file));
    }

    static String header(Path file) throws IOException {
        return "Bearer " + Files.readString(file).strip();
    }
}
