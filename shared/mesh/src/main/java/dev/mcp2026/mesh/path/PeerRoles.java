package dev.mcp2026.mesh.path;

import java.time.Duration;
import java.util.Optional;

/// Where the roles meet.
///
/// @param regionalFrom edge below
/// @param remoteAbove regional up to here
/// @param margin share of a border by which a round trip must be beyond it before a peer that has a role changes it
public record PeerRoles(Duration regionalFrom, Duration remoteAbove, double margin) {
    public static final PeerRoles DEFAULT = new PeerRoles(Duration.ofMillis(15), Duration.ofMillis(40), 0.1);

    public PeerRoles {
        if (!regionalFrom.isPositive() || remoteAbove.compareTo(regionalFrom) < 0 || !(margin >= 0 && margin < 1)) {
            throw new IllegalArgumentException("needed: 0 < regionalFrom <= remoteAbove, and a margin from 0 to 1");
        }
    }

    /// The role of a peer with round trip `rtt`.
    ///
    /// @param current the role it has, which it keeps within the margin of a border; empty if it has none yet
    public PeerRole of(Duration rtt, Optional<PeerRole> current) {
        PeerRole plain = plain((double) rtt.toNanos());
        if (current.isEmpty() || current.get() == plain) {
            return plain;
        }
        // Farther out counts only beyond the border plus the margin, nearer only below the border minus it. Reading
        // the round trip that much nearer or farther gives just that, also over two borders at once.
        PeerRole held = current.get();
        double read = plain.compareTo(held) > 0 ? rtt.toNanos() / (1 + margin) : rtt.toNanos() / (1 - margin);
        PeerRole cautious = plain(read);
        boolean leaves = plain.compareTo(held) > 0 ? cautious.compareTo(held) > 0 : cautious.compareTo(held) < 0;
        return leaves ? cautious : held;
    }

    private PeerRole plain(double nanos) {
        if (nanos < regionalFrom.toNanos()) {
            return PeerRole.EDGE;
        }
        return nanos <= remoteAbove.toNanos() ? PeerRole.REGIONAL : PeerRole.REMOTE;
    }
}
