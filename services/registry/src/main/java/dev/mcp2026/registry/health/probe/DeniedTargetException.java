package dev.mcp2026.registry.health.probe;

import java.io.IOException;
import java.io.Serial;
import java.net.InetAddress;

/// The target is at an address that [DeniedTargets] keeps probes from.
final class DeniedTargetException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String why;

    DeniedTargetException(InetAddress address, DeniedTargets.Cidr network) {
        super(address.getHostAddress());
        why = "its address " + address.getHostAddress() + " is in " + network + ", which " + DeniedTargets.SETTING
                + " keeps checks from";
    }

    String why() {
        return why;
    }
}
