package dev.mcp2026.mesh.path;

/// A peer's place by its latency, for [PeerRoles] to tell.
public enum PeerRole {
    EDGE("edge"),
    REGIONAL("regional"),
    REMOTE("remote");

    private final String text;

    PeerRole(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
