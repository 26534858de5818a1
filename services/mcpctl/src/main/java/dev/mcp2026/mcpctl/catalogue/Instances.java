package dev.mcp2026.mcpctl.catalogue;

import dev.mcp2026.kernel.limit.Limit;
import dev.mcp2026.mcpctl.connection.Pages;
import dev.mcp2026.mcpctl.connection.RegistryConnection;
import dev.mcp2026.proto.registry.v1.Instance;
import dev.mcp2026.proto.registry.v1.ResolveRequest;
import dev.mcp2026.proto.registry.v1.ResolveResponse;
import dev.mcp2026.proto.registry.v1.Selector;
import java.util.List;

/// Every instance of a selector, in the order of display.
public final class Instances {
    private static final Limit INSTANCES = new Limit("instances of one listing", 1_000_000, "instances");

    private Instances() {}

    public static List<Instance> all(RegistryConnection cell, Selector selector) {
        List<Instance> instances = Pages.all(INSTANCES, "--selector", token -> {
            ResolveRequest request = ResolveRequest.newBuilder()
                    .setSelector(selector)
                    .setPageSize(Pages.SIZE)
                    .setPageToken(token)
                    .build();
            ResolveResponse page = cell.call(stub -> stub.resolve(request));
            return new Pages.Page<>(page.getInstancesList(), page.getNextPageToken());
        });
        instances.sort(InstanceKeys.ORDER);
        return instances;
    }
}
