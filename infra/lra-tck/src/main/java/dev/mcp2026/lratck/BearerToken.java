package dev.mcp2026.lratck;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;

/// Shows a token to the coordinator. Narayana's client registers it when `lra.http-client.providers` names it; the file
/// is
/// read for every request, since tokens end sooner than a run.
public final class BearerToken implements ClientRequestFilter {
    static final String FILE = "lratck.token-file";

    @Override
    public void filter(ClientRequestContext request) throws IOException {
        request.getHeaders()
                .putSingle(
                        HttpHeaders.AUTHORIZATION,
                        header(ConfigProvider.getConfig().getValue(FILE, Path.class)));
    }

    static String header(Path file) throws IOException {
        return "Bearer " + Files.readString(file).strip();
    }
}
