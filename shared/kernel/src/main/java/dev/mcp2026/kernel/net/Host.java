package dev.mcp2026.kernel.net;

import java.net.InetAddress;
import java.util.regex.Pattern;

/// What may stand as an endpoint's host. Nothing is resolved.
public final class Host {
    // RFC 1123: labels of 1 to 63 letters, digits and '-', which neither start nor end with '-'.
    private static final String LABEL = "[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?";
    private static final Pattern DNS = Pattern.compile("(?=.{1,253}$)" + LABEL + "(\\." + LABEL + ")*");
    // Without a zone (`%eth0`), which means nothing on another machine.
    private static final Pattern IPV6_LETTERS = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final Pattern DOTTED_DIGITS = Pattern.compile("[0-9.]+");
    // RFC 3986's dec-octet: a leading zero is octal to some and decimal to others.
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

    private Host() {}

    /// A DNS name or an IP literal.
    public static boolean valid(String host) {
        if (host.indexOf(':') >= 0) {
            return IPV6_LETTERS.matcher(host).matches() && literal(host);
        }
        // What is all numbers is meant as an address, and some resolvers read `127.1` as one.
        return DOTTED_DIGITS.matcher(host).matches()
                ? IPV4.matcher(host).matches()
                : DNS.matcher(host).matches();
    }

    private static boolean literal(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
