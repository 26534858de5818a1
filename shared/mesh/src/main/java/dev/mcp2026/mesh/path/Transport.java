package dev.mcp2026.mesh.path;

/// What carries gRPC.
public enum Transport {
    HTTP2("http2"),
    HTTP3("http3");

    private final String text;

    Transport(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
