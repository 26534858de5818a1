package dev.mcp2026.registry.health.probe;

import dev.mcp2026.kernel.error.Faults;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Networks that no probe may connect to, whoever asks for it: a tenant names its checks' targets, so a check must
/// not become a way to what only this host can reach (server-side request forgery, CWE-918).
///
/// @param networks looked through in order
public record DeniedTargets(List<Cidr> networks) {
    public static final String SETTING = "mcp.health.probe.denied-targets";

    public DeniedTargets {
        networks = List.copyOf(networks);
    }

    /// A block of addresses (RFC 4632, RFC 4291 section 2.3).
    ///
    /// @param prefix leading bits that count; 0 to 32 or 128
    public record Cidr(InetAddress network, int prefix) {
        public Cidr {
            int bits = network.getAddress().length * 8;
            if (prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException("a prefix of " + prefix + " bits, of " + bits);
            }
        }

        /// @throws IllegalArgumentException it is not `address/prefix`
        static Cidr parse(String text) {
            String[] parts = text.strip().split("/", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("no prefix");
            }
            return new Cidr(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
        }

        boolean contains(InetAddress address) {
            byte[] ours = network.getAddress();
            byte[] theirs = address.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return network.getHostAddress() + "/" + prefix;
        }
    }

    /// Link-local addresses, where clouds serve their machines' credentials.
    public static DeniedTargets defaults() {
        return parse(List.of("169.254.0.0/16", "fe80::/10"));
    }

    /// @throws dev.mcp2026.kernel.error.FaultException INVALID_ARGUMENT naming the setting
    public static DeniedTargets parse(List<String> cidrs) {
        return new DeniedTargets(cidrs.stream().map(DeniedTargets::cidr).toList());
    }

    private static Cidr cidr(String text) {
        try {
            return Cidr.parse(text);
        } catch (IllegalArgumentException e) {
            throw Faults.invalid(
                    SETTING, "'" + text + "' is not a network: " + e.getMessage(), "write 169.254.0.0/16 or fe80::/10");
        }
    }

    /// The network that denies `address`. Ask with the address that is about to be connected to, not with a name.
    Optional<Cidr> denying(InetAddress address) {
        return networks.stream().filter(n -> n.contains(address)).findFirst();
    }
}
