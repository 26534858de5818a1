package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.kernel.error.FaultKind;
import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.mcpctl.ExitCodes;
import dev.mcp2026.mcpctl.connection.IdentityConnection;
import dev.mcp2026.mcpctl.output.StructuredText;
import dev.mcp2026.mcpctl.output.Terminal;
import dev.mcp2026.proto.identity.v1.Bundle;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "bundle",
        aliases = "bundles",
        description = {
            "Show the trust bundles that the cell hands out: its own trust domain's and those it federates with.",
            "-o pem writes the X.509 authorities, of the own trust domain where none is named."
        })
public final class BundleCommand implements Callable<Integer> {
    /// The values of `-o`.
    enum Format {
        table,
        pem,
        json,
        yaml
    }

    @ParentCommand
    IdentityCommand identity;

    @Parameters(arity = "0..1", paramLabel = "TRUST-DOMAIN", description = "Only this one's.")
    @Nullable
    String trustDomain;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Format output;

    @Override
    public Integer call() {
        List<Bundle> bundles;
        try (IdentityConnection cache = identity.mcpctl.connectIdentity()) {
            bundles = chosen(cache.bundles(), cache.where());
        }
        Terminal terminal = identity.mcpctl.terminal();
        switch (output) {
            case table -> terminal.print(BundleText.table(bundles, identity.mcpctl.now()));
            case pem ->
                bundles.stream()
                        .filter(bundle -> trustDomain != null || bundle.getOwn())
                        .forEach(bundle -> terminal.out().print(BundleText.pem(bundle)));
            case json ->
                terminal.line(StructuredText.json(
                        bundles.stream().map(BundleText::tree).toList(), true));
            case yaml ->
                terminal.line(StructuredText.yaml(
                        bundles.stream().map(BundleText::tree).toList()));
        }
        terminal.out().flush();
        return ExitCodes.OK;
    }

    private List<Bundle> chosen(List<Bundle> all, String where) {
        if (trustDomain == null) {
            return all;
        }
        List<Bundle> chosen = all.stream()
                .filter(bundle -> bundle.getTrustDomain().equals(trustDomain))
                .toList();
        if (chosen.isEmpty()) {
            throw Faults.of(
                    FaultKind.NOT_FOUND,
                    where + " has no bundle of trust domain '" + trustDomain + "'",
                    "it has: " + all.stream().map(Bundle::getTrustDomain).collect(Collectors.joining(", "))
                            + "; more are fetched with: mcpctl identity federations put");
        }
        return chosen;
    }
}
