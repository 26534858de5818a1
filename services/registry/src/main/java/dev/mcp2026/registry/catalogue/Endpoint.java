package dev.mcp2026.registry.catalogue;

import dev.mcp2026.kernel.error.Faults;
import java.util.regex.Pattern;

/// One address of an instance.
///
/// @param name unique inside the instance (`http`, `grpc`)
/// @param host an IP literal or a DNS name; never resolved here
/// @param port 1 to 65535
/// @param protocol what is spoken there, for clients to read (`tcp`, `http`, `grpc`)
public record Endpoint(String name, String host, int port, String protocol) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?");
    // A DNS name (RFC 1123) or IPv4 literal, or an IPv6 literal without a scope.
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([-A-Za-z0-9]{0,62})?(\\.[A-Za-z0-9]([-A-Za-z0-9]{0,62})?)*|[0-9a-fA-F:.]{2,45}");
    private static final Pattern DOTTED_DIGITS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");

    public Endpoint {
        if (!NAME.matcher(name).matches()) {
            throw Faults.invalid("name", "'" + name + "' is not an endpoint name", "use 1 to 32 of a-z, 0-9 and '-'");
        }
        boolean malformedIpv4 =
                DOTTED_DIGITS.matcher(host).matches() && !IPV4.matcher(host).matches();
        if (!HOST.matcher(host).matches() || malformedIpv4) {
            throw Faults.invalid(
                    "host",
                    "'" + host + "' is neither a DNS name nor an IP address",
                    "give a host without port or scheme");
        }
        if (port < 1 || port > 65_535) {
            throw Faults.invalid("port", port + " is not a port", "use 1 to 65535");
        }
        if (!NAME.matcher(protocol).matches()) {
            throw Faults.invalid("protocol", "'" + protocol + "' is not a protocol name", "use tcp, http, grpc, …");
        }
    }

    /// `host:port`, with an IPv6 literal in brackets.
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
