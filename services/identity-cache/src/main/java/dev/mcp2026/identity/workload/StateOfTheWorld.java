package dev.mcp2026.identity.workload;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.proto.envoy.secret.DiscoveryRequest;
import dev.mcp2026.proto.envoy.secret.DiscoveryResponse;
import java.util.Optional;

/// Each request names all that is wanted, each response has all of it that exists. It can't say that something is gone.
final class StateOfTheWorld implements Dialect<DiscoveryRequest, DiscoveryResponse> {
    @Override
    public String typeUrl(DiscoveryRequest request) {
        return request.getTypeUrl();
    }

    @Override
    public Optional<String> rejection(DiscoveryRequest request) {
        return request.hasErrorDetail() ? Optional.of(request.getErrorDetail().getMessage()) : Optional.empty();
    }

    @Override
    public boolean isStale(DiscoveryRequest request, String lastNonce) {
        return !request.getResponseNonce().equals(lastNonce);
    }

    @Override
    public Interest heard(Interest before, DiscoveryRequest request, boolean first, Limit names) {
        return before.replaced(request.getResourceNamesList(), first, names);
    }

    @Override
    public Optional<DiscoveryResponse> answer(Interest.Due due, String nonce) {
        return due.changed().isEmpty() ? Optional.empty() : Optional.of(all(due, nonce));
    }

    static DiscoveryResponse all(Interest.Due due, String nonce) {
        DiscoveryResponse.Builder response = DiscoveryResponse.newBuilder()
                .setTypeUrl(SecretDiscovery.TYPE_URL)
                .setVersionInfo(Secrets.version(due.present()))
                .setNonce(nonce);
        due.present().forEach(secret -> response.addResources(secret.packed()));
        return response.build();
    }
}
