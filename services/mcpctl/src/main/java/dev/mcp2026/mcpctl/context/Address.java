package dev.mcp2026.mcpctl.context;

import dev.mcp2026.kernel.error.FaultException;
import dev.mcp2026.yaml.YamlValue;
import java.net.URI;

/// Where a gRPC port is.
///
/// @param host a name or an address, an IPv6 one without its brackets
public record Address(String host, int port) {
    /// @param example what to write instead, as in `127.0.0.1:9081`
    static Address read(YamlValue value, String example) {
        FaultException refusal = value.refused("'" + value.text() + "' is not host:port", "write " + example);
        try {
            URI uri = URI.create("grpc://" + value.text());
            if (uri.getHost() == null || uri.getPort() < 1 || !uri.getPath().isEmpty()) {
                throw refusal;
            }
            return new Address(uri.getHost().replaceAll("^\\[|]$", ""), uri.getPort());
        } catch (IllegalArgumentException e) {
            throw refusal;
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
