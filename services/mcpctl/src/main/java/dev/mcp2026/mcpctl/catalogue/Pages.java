package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.ResolveRequest;
import dev.mcp2026.proto.registry.v1.ResolveResponse;
import dev.mcp2026.proto.registry.v1.Selector;
import java.util.ArrayList;
import java.util.List;

/// Every page of a Resolve, in the order of display.
public final class Pages {
    private static final int PAGE_INSTANCES = 1_000;
    private static final Limit INSTANCES = new Limit("instances of one listing", 1_000_000, "instances");

    private Pages() {}

    public static List<Instance> all(RegistryConnection cell, Selector selector) {
        List<Instance> instances = new ArrayList<>();
        String token = "";
        do {
            ResolveRequest request = ResolveRequest.newBuilder()
                    .setSelector(selector)
                    .setPageSize(PAGE_INSTANCES)
                    .setPageToken(token)
                    .build();
            ResolveResponse page = cell.call(stub -> stub.resolve(request));
            instances.addAll(page.getInstancesList());
            INSTANCES.check("--selector", instances.size());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        instances.sort(InstanceKeys.ORDER);
        return instances;
    }
}
