package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.error.Faults;
import dev.mcp2026.kernel.net.Host;
import java.util.regex.Pattern;

/// One address of an instance.
///
/// @param name unique inside the instance (`http`, `grpc`)
/// @param host an IP literal or a DNS name; never resolved here
/// @param port 1 to 65535
/// @param protocol what is spoken there, for clients to read (`tcp`, `http`, `grpc`)
public record Endpoint(String name, String host, int port, String protocol) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?");

    public Endpoint {
        if (!NAME.matcher(name).matches()) {
            throw Faults.invalid(
                    "name", "'" + Shown.of(name) + "' is not an endpoint name", "use 1 to 32 of a-z, 0-9 and '-'");
        }
        if (!Host.valid(host)) {
            throw Faults.invalid(
                    "host",
                    "'" + Shown.of(host) + "' is neither a DNS name nor an IP address",
                    "give a host without port or scheme");
        }
        if (port < 1 || port > 65_535) {
            throw Faults.invalid("port", port + " is not a port", "use 1 to 65535");
        }
        if (!NAME.matcher(protocol).matches()) {
            throw Faults.invalid(
                    "protocol", "'" + Shown.of(protocol) + "' is not a protocol name", "use tcp, http, grpc, …");
        }
    }

    /// `host:port`, with an IPv6 literal in brackets.
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
