package dev.mcp2026.mcpctl.identity;

import dev.mcp2026.mcpctl.output.Cell;
import dev.mcp2026.mcpctl.output.Table;
import dev.mcp2026.mcpctl.output.Times;
import dev.mcp2026.mcpctl.output.Tone;
import dev.mcp2026.proto.identity.v1.Federation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Trust domains that a cell federates with, as rows and as data.
final class FederationText {
    private FederationText() {}

    static Table table(List<Federation> federations, Instant now) {
        Table table = new Table("TRUST DOMAIN", "ENDPOINT", "PROFILE", "FETCHED", "SEQUENCE", "NEXT", "LAST FETCH");
        for (Federation federation : federations) {
            boolean fetched = federation.hasFetched();
            table.row(
                    Cell.of(federation.getTrustDomain()),
                    Cell.of(federation.getEndpoint()),
                    Cell.of(profile(federation)),
                    Cell.of(fetched ? Times.ago(Times.instant(federation.getFetched()), now) : "never"),
                    Cell.of(fetched ? Long.toUnsignedString(federation.getSequence()) : "-"),
                    Cell.of(federation.hasNextFetch() ? Times.in(Times.instant(federation.getNextFetch()), now) : "-"),
                    outcome(federation));
        }
        return table;
    }

    private static Cell outcome(Federation federation) {
        if (!federation.getError().isEmpty()) {
            return new Cell(federation.getError(), Tone.BAD);
        }
        return federation.hasFetched() ? new Cell("well", Tone.GOOD) : Cell.of("-");
    }

    private static String profile(Federation federation) {
        return switch (federation.getProfile()) {
            case PROFILE_HTTPS_WEB -> "https_web";
            case PROFILE_HTTPS_SPIFFE -> "https_spiffe";
            case PROFILE_UNSPECIFIED, UNRECOGNIZED -> "-";
        };
    }

    static Map<String, Object> tree(Federation federation) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("trustDomain", federation.getTrustDomain());
        tree.put("endpoint", federation.getEndpoint());
        tree.put("profile", profile(federation));
        tree.put("endpointSpiffeId", federation.getEndpointSpiffeId());
        Protobuf.put(tree, "fetched", federation.hasFetched(), federation.getFetched());
        tree.put("sequence", federation.getSequence());
        Protobuf.put(tree, "nextFetch", federation.hasNextFetch(), federation.getNextFetch());
        tree.put("error", federation.getError());
        return tree;
    }
}
