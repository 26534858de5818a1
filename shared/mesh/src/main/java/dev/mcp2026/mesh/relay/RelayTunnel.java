package dev.mcp2026.mesh.relay;

import dev.mcp2026.http3.PacketTunnel;
import dev.mcp2026.kernel.id.CellId;
import io.grpc.Channel;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

public final class RelayTunnel implements PacketTunnel {
    public RelayTunnel(Supplier<@Nullable Channel> relay, CellId to, String service) {}
}
