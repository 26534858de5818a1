package dev.mcp2026.coordinator.api.rest.lra;

import dev.mcp2026.coordinator.lra.LraHeader;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/// The version of the interface that a client speaks: 417 where it is not known here, and else the answer says it too.
@Provider
@LraApi
public class LraVersions implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String CURRENT = "1.2";
    private static final Set<String> KNOWN = Set.of("1.0", "1.1", CURRENT);

    @Override
    public void filter(ContainerRequestContext request) {
        String version = request.getHeaderString(LraHeader.VERSION);
        if (version != null && !KNOWN.contains(version)) {
            request.abortWith(Response.status(Response.Status.EXPECTATION_FAILED)
                    .type(MediaType.TEXT_PLAIN)
                    .entity("version '" + version + "' of the LRA interface is not known here; use one of "
                            + KNOWN.stream().sorted().toList())
                    .build());
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String version = request.getHeaderString(LraHeader.VERSION);
        response.getHeaders().putSingle(LraHeader.VERSION, version == null ? CURRENT : version);
    }
}
