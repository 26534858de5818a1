package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.McpctlCommand;
import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.proto.identity.v1.Federation;
import dev.mcp2026.proto.identity.v1.PutFederationRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "put",
        description = {
            "Federate with a trust domain: its bundle is fetched, kept fresh and handed out.",
            "Workloads are given it where their entry has --federates-with."
        })
public final class FederationPutCommand implements Callable<Integer> {
    private static final Limit BUNDLE_SIZE = new Limit("size of a first bundle", 1 << 20, "bytes");

    /// The values of `--profile` (SPIFFE Federation, section 5).
    enum Profile {
        https_web(Federation.Profile.PROFILE_HTTPS_WEB),
        https_spiffe(Federation.Profile.PROFILE_HTTPS_SPIFFE);

        final Federation.Profile wire;

        Profile(Federation.Profile wire) {
            this.wire = wire;
        }
    }

    @ParentCommand
    FederationsCommand federations;

    @Parameters(paramLabel = "TRUST-DOMAIN")
    String trustDomain;

    @Option(names = "--endpoint", paramLabel = "URL", required = true, description = "Its bundle endpoint, https://…")
    String endpoint;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "https_web",
            description = "How the endpoint proves itself: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Profile profile;

    @Option(names = "--endpoint-spiffe-id", paramLabel = "ID", description = "Who the endpoint is, for https_spiffe.")
    @Nullable
    String endpointSpiffeId;

    @Option(
            names = "--initial-bundle",
            paramLabel = "FILE",
            description = "PEM to check the endpoint with the first time, for https_spiffe.")
    @Nullable
    Path initialBundle;

    @Override
    public Integer call() {
        Federation federation = federation();
        McpctlCommand mcpctl = federations.identity.mcpctl;
        PutFederationRequest request =
                PutFederationRequest.newBuilder().setFederation(federation).build();
        Federation stored;
        try (IdentityConnection cache = mcpctl.connectIdentity()) {
            stored = cache.call(stub -> stub.putFederation(request)).getFederation();
        }
        mcpctl.terminal().line("federation/" + federation.getTrustDomain() + " put");
        if (!stored.getError().isEmpty()) {
            mcpctl.terminal().warn("its bundle could not be fetched yet: " + stored.getError());
        } else if (!stored.hasFetched()) {
            mcpctl.terminal().note("its bundle is not fetched yet; see: mcpctl identity federations");
        }
        return ExitCodes.OK;
    }

    private Federation federation() {
        if (!endpoint.startsWith("https://")) {
            throw Faults.invalid(
                    "--endpoint", "'" + endpoint + "' is not an https URL", "write https://HOST[:PORT]/PATH");
        }
        if (profile == Profile.https_spiffe && endpointSpiffeId == null) {
            throw Faults.invalid(
                    "--endpoint-spiffe-id",
                    "it is missing, and https_spiffe has no other way to know the endpoint",
                    "add it, as the other trust domain's operator told you");
        }
        Federation.Builder federation = Federation.newBuilder()
                .setTrustDomain(EntryFields.trustDomain(trustDomain))
                .setEndpoint(endpoint)
                .setProfile(profile.wire);
        if (endpointSpiffeId != null) {
            federation.setEndpointSpiffeId(EntryFields.spiffeId(endpointSpiffeId));
        }
        if (initialBundle != null) {
            federation.setInitialBundle(read(initialBundle));
        }
        return federation.build();
    }

    private static String read(Path file) {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes((int) BUNDLE_SIZE.max() + 1);
            BUNDLE_SIZE.check("--initial-bundle", bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw Faults.invalid("--initial-bundle", file + " is not there", "check the path");
        } catch (IOException e) {
            throw Faults.invalid("--initial-bundle", file + " can't be read (" + e + ")", "check the path");
        }
    }
}
