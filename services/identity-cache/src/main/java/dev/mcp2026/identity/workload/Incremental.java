package dev.mcp2026.identity.workload;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.proto.envoy.secret.DeltaDiscoveryRequest;
import dev.mcp2026.proto.envoy.secret.DeltaDiscoveryResponse;
import dev.mcp2026.proto.envoy.secret.Resource;
import java.util.Optional;

/// Requests say what is wanted more and less, responses what changed and what is gone.
final class Incremental implements Dialect<DeltaDiscoveryRequest, DeltaDiscoveryResponse> {
    @Override
    public String typeUrl(DeltaDiscoveryRequest request) {
        return request.getTypeUrl();
    }

    @Override
    public Optional<String> rejection(DeltaDiscoveryRequest request) {
        return request.hasErrorDetail() ? Optional.of(request.getErrorDetail().getMessage()) : Optional.empty();
    }

    /// Never: what a request changes, no later one repeats.
    @Override
    public boolean isStale(DeltaDiscoveryRequest request, String lastNonce) {
        return false;
    }

    @Override
    public Interest heard(Interest before, DeltaDiscoveryRequest request, boolean first, Limit names) {
        return before.changed(
                request.getResourceNamesSubscribeList(),
                request.getResourceNamesUnsubscribeList(),
                request.getInitialResourceVersionsMap(),
                first,
                names);
    }

    @Override
    public Optional<DeltaDiscoveryResponse> answer(Interest.Due due, String nonce) {
        if (due.changed().isEmpty() && due.removed().isEmpty()) {
            return Optional.empty();
        }
        DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(SecretDiscovery.TYPE_URL)
                .setSystemVersionInfo(Secrets.version(due.present()))
                .setNonce(nonce)
                .addAllRemovedResources(due.removed());
        due.changed()
                .forEach(secret -> response.addResources(Resource.newBuilder()
                        .setName(secret.name())
                        .setVersion(secret.version())
                        .setResource(secret.packed())));
        return Optional.of(response.build());
    }
}
