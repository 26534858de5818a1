package dev.mcp2026.identity.federation;

import dev.mcp2026.spiffe.BundleDocument;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// This trust domain's bundle for those that federate with it. Open to all: the specification forbids asking for a
/// credential (SPIFFE Federation, 5.2.1.3 and 5.2.2.3), and the bundle has public keys only. On the service's own port,
/// with its SVID, this is the profile `https_spiffe`.
@Path(BundleEndpoint.PATH)
@Tag(name = "Federation")
public class BundleEndpoint {
    static final String PATH = "/spiffe/bundle";

    private final OwnBundle own;

    public BundleEndpoint(OwnBundle own) {
        this.own = own;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "This trust domain's SPIFFE bundle, a JWK set")
    public String bundle() {
        return BundleDocument.write(own.current());
    }
}
